import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packAgent, sudoersRule } from '@joulefleet/remote';

const PYTHON = '/usr/bin/python3';
const HELLO = '{"id":1,"op":"hello"}\n';

/** The command of the sudo rule as sudo runs it where it keeps HOME, which belongs to the login user. */
describe('the command that runs as root', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-isolated-'));
  const archive = join(folder, 'agent.pyz');
  const agent = packAgent(resolve('agent'));
  const [program, ...words] = sudoersRule({ user: 'jetson', agent })
    .rule.split('NOPASSWD: ')[1]!
    .replace(/\/usr\/local\/lib\/\S+/, archive)
    .split(' ');
  let home: string;
  let ran: string;
  let environment: Record<string, string>;

  beforeAll(() => writeFileSync(archive, agent.content));
  beforeEach(() => {
    home = mkdtempSync(join(folder, 'home-'));
    ran = join(home, 'ran');
    environment = { HOME: home, PATH: process.env.PATH! };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const mark = () => `import os; open(${JSON.stringify(ran)}, "w").close()\n`;
  const start = (line: readonly string[]) =>
    execFileSync(program!, line, { env: environment, cwd: home, input: HELLO, encoding: 'utf8' });
  const notIsolated = () => words.filter((word) => word !== '-I');

  function plant(name: string): void {
    const site = ['-c', 'import site; print(site.getusersitepackages())'];
    const packages = execFileSync(PYTHON, site, { env: environment, encoding: 'utf8' }).trim();
    expect(packages.startsWith(home)).toBe(true);
    mkdirSync(packages, { recursive: true });
    writeFileSync(join(packages, name), mark());
  }

  it.each(['planted.pth', 'usercustomize.py'])('does not run %s of the login user’s home', (name) => {
    plant(name);
    expect(start(words)).toContain(agent.sha256);
    expect(existsSync(ran)).toBe(false);
    start(notIsolated());
    expect(existsSync(ran)).toBe(true);
  });

  it('loads no module from where PYTHONPATH leads', () => {
    writeFileSync(join(home, 'sitecustomize.py'), mark());
    environment.PYTHONPATH = home;
    expect(start(words)).toContain(agent.sha256);
    expect(existsSync(ran)).toBe(false);
    start(notIsolated());
    expect(existsSync(ran)).toBe(true);
  });
});
