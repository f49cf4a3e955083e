import { copyCommand } from './copy-command';

it.each([
  ['nano-1.lab', '22', 'scp agent.pyz nano-1.lab:/tmp/a'],
  [' 10.0.0.7 ', '2222', 'scp -P 2222 agent.pyz 10.0.0.7:/tmp/a'],
  ['fe80::1', '22', "scp agent.pyz '[fe80::1]':/tmp/a"],
  ['', '', 'scp agent.pyz HOST:/tmp/a'],
])('copies to %j, port %j', (host, port, command) => {
  expect(copyCommand({ host, port }, 'agent.pyz', '/tmp/a')).toBe(command);
});
