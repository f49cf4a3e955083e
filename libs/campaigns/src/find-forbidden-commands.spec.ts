import { findForbiddenCommands, type CommandDevice } from './find-forbidden-commands';

const twin = { name: 'twin-nano', simulated: true, allowCommands: false };
const board = { name: 'nano-1', simulated: false, allowCommands: false };
const workload = (name: string, command: string[] | null) => ({ name, graph: 'dynamic' as const, command });
const spec = { workloads: [workload('alexnet', null), workload('mine', ['./mine'])] };
const found = (devices: CommandDevice[], mayAllow = false) => findForbiddenCommands(spec, devices, mayAllow);

it('refuses a command on a twin to whoever cannot allow it, at its place in the file', () => {
  const [error, ...more] = found([board, twin, { ...twin, name: 'twin-orin' }]);
  expect(more).toEqual([]);
  expect(error).toMatchObject({ path: ['workloads', 1, 'command'] });
  expect(error!.message).toMatch(/twin-nano and 1 other twins .* device edit twin-nano --allow-commands/);
  expect(found([twin], true)).toEqual([]);
});

it('takes it on boards, and on twins that an admin opened', () => {
  expect(found([board, { ...twin, allowCommands: true }])).toEqual([]);
});

it('refuses no workload that is installed there', () => {
  expect(findForbiddenCommands({ workloads: [workload('alexnet', null)] }, [twin], false)).toEqual([]);
});
