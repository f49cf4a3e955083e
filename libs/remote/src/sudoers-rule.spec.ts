import { copyPath, privilegedCommand, sudoersRule } from './sudoers-rule';

const SHA256 = 'abcdef0123456789'.padEnd(64, '7');
const agent = { sha256: SHA256, remotePath: '.joulefleet/agent-abcdef0123456789.pyz' };
const INSTALLED = '/usr/local/lib/joulefleet/agent-abcdef0123456789.pyz';

describe('sudoersRule', () => {
  it('lets the user start this agent as root and nothing else', () => {
    const { rule, file } = sudoersRule({ user: 'jetson', agent });
    expect(rule).toBe(`jetson ALL=(root) NOPASSWD: /usr/bin/python3 -I ${INSTALLED} serve`);
    expect(rule.endsWith(privilegedCommand(agent))).toBe(true);
    expect(file).toBe('/etc/sudoers.d/joulefleet-jetson');
  });

  it('installs a copy of root’s own that only root can read until it is checked, and the rule last', () => {
    const { installCommands } = sudoersRule({ user: 'jetson', agent });
    expect(installCommands).toEqual([
      'sudo install -d -o root -g root -m 0755 /usr/local/lib/joulefleet',
      `sudo install -o root -g root -m 0600 ~jetson/.joulefleet/agent-abcdef0123456789.pyz ${INSTALLED}.new`,
      `echo '${SHA256}  ${INSTALLED}.new' | sudo sha256sum -c - && sudo chmod 0644 ${INSTALLED}.new && sudo mv ${INSTALLED}.new ${INSTALLED} || sudo rm -f ${INSTALLED}.new`,
      expect.stringMatching(
        /^test -f \/usr\/local\/lib\/\S+ && echo 'jetson ALL=.* serve' \| sudo tee \/etc\/sudoers\.d\/joulefleet-jetson .*visudo -cf/,
      ),
    ]);
  });

  it('installs from where an administrator copied the agent, and else does the same', () => {
    const source = copyPath(agent);
    expect(source).toBe('/tmp/joulefleet-agent-abcdef0123456789.pyz');
    const { rule, installCommands } = sudoersRule({ user: 'jetson', agent, source });
    const uploaded = sudoersRule({ user: 'jetson', agent });
    expect(rule).toBe(uploaded.rule);
    expect(installCommands).toEqual(
      uploaded.installCommands.map((line) => line.replace('~jetson/.joulefleet/agent-abcdef0123456789.pyz', source)),
    );
    expect(installCommands[1]).toContain(` ${source} ${INSTALLED}`);
  });

  it('names a file that sudo reads, also for a user with a dot', () => {
    expect(sudoersRule({ user: 'ana.lee', agent }).file).toBe('/etc/sudoers.d/joulefleet-ana_lee');
  });

  it.each(['Ana', 'ANA-LEE', 'All', '_LAB'])('takes %s, which is no alias, for a name', (user) => {
    expect(sudoersRule({ user, agent }).rule).toContain(`${user} ALL=(root)`);
  });

  it.each([
    'a\nroot ALL=(ALL) NOPASSWD: ALL',
    'a,b',
    "a'b",
    'a"b',
    'a b',
    '%admin',
    '#0',
    'ALL ',
    'ALL',
    'ADMINS',
    'LAB_2',
    'X',
    '$(id)',
    '-u',
    '',
    'a!b',
  ])('refuses the name %j', (user) => {
    expect(() => sudoersRule({ user, agent })).toThrow(
      expect.objectContaining({ code: 'user_name_unsafe', origin: 'operator' }) as Error,
    );
  });
});
