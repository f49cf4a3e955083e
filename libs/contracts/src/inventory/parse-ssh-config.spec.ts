import { parseSshConfig } from './parse-ssh-config';

function sshConfig(text: string, files: Record<string, string> = {}) {
  const parsed = parseSshConfig(text, 'config', (name) => (name in files ? [{ name, text: files[name]! }] : []));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.config;
}

describe('parseSshConfig', () => {
  it('lists hosts without wildcards and takes the first of several values', () => {
    const config = sshConfig(`User=everybody
# the lab
Host nano-1 nano-2 !nano-2 lab-*
  HostName "10.0.0.1"
  identityfile "~/my keys/lab"
HOST nano-1
  User late
  HostName 10.0.0.2
Match all
  Port 2222
`);
    expect(config.aliases.map(({ alias, where }) => [alias, where])).toEqual([
      ['nano-1', 'config:3:1'],
      ['nano-2', 'config:3:1'],
    ]);
    expect(config.settingsOf('nano-1')).toEqual({
      user: 'everybody',
      hostname: '10.0.0.1',
      identityfile: ['~/my keys/lab'],
      port: '2222',
    });
    expect(config.settingsOf('nano-2')).toEqual({ user: 'everybody', port: '2222' });
  });

  it('reads comments after settings as ssh does', () => {
    const config = sshConfig(`Host nano-1 # rack 3
  HostName 192.168.1.122 # on wifi
  Port 2222   # moved
  User jet#son # 19" rack
# 19" rack
`);
    expect(config.aliases.map(({ alias }) => alias)).toEqual(['nano-1']);
    expect(config.settingsOf('nano-1')).toEqual({ hostname: '192.168.1.122', port: '2222', user: 'jet#son' });
  });

  it('runs no command of a Match and says what it passed over', () => {
    const config = sshConfig('Include other\nMatch exec "touch /tmp/x"\n  User root\nHost a\n  User b\n');
    expect(config.skipped.map(({ where }) => where)).toEqual(['config:1:1', 'config:2:1']);
    expect(config.skipped[1]!.message).toContain('touch /tmp/x');
    expect(config.settingsOf('a')).toEqual({ user: 'b' });
  });

  it('includes files under the condition of the section that includes them, and says so', () => {
    const lab = 'User before\nHost nano-*\n  Port 2222\nHost *\n  User lab\n';
    const config = sshConfig('Include lab\nHost other\n  Include lab\n  Port 1\n', { lab });
    expect(config.settingsOf('nano-1')).toEqual({ user: 'before', port: '2222' });
    expect(sshConfig('Host other\n Include lab\n Port 1\n', { lab }).settingsOf('nano-1')).toEqual({});
    expect(sshConfig('Host other\n Include lab\n Port 1\n', { lab }).settingsOf('other')).toEqual({
      user: 'before',
      port: '1',
    });
    expect(config.skipped).toEqual([
      { where: 'config:1:1', message: 'lab is included' },
      { where: 'config:3:1', message: 'lab is included' },
    ]);
    expect(sshConfig('Include hosts', { hosts: 'Host nano-7\n' }).aliases).toEqual([
      { alias: 'nano-7', where: 'hosts:1:1' },
    ]);
    expect(sshConfig('Include nowhere/*').skipped[0]!.message).toBe('Include "nowhere/*": there is no such file');
  });

  it.each([
    { a: 'Include a\n' },
    { a: 'Include a\nInclude a\n' },
    { a: 'Include b\nInclude b\n', b: 'Include a a a\n' },
  ])('ends files that include each other: %j', (files) => {
    const read = (name: string) => [{ name, text: (files as Record<string, string>)[name]! }];
    expect(parseSshConfig('Include a', 'config', read)).toMatchObject({
      ok: false,
      errors: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('leads too far') as string }),
      ]) as object[],
    });
  });

  it.each([
    ['Host', 'not an ssh_config line'],
    ['!', 'not an ssh_config line'],
    ['User # nobody', 'not an ssh_config line: user stands alone'],
    ['User "a', 'unterminated quote'],
    ["User 'a", 'unterminated quote'],
    ['HostName a b', 'hostname has 2 arguments'],
  ])('refuses %j', (line, message) => {
    expect(parseSshConfig(`Host a\n${line}`, 'config')).toMatchObject({
      ok: false,
      errors: [{ where: 'config:2:1', message: expect.stringContaining(message) as string }],
    });
  });
});
