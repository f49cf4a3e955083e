import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSshConfig, type SshHostSettings } from '@joulefleet/contracts';
import { includedFiles } from '../../../apps/cli/src/enroll/included-files';
import { fetchOpenSsh, type OpenSsh } from '../../testkit/openssh/fetch-openssh';

const HOSTS = ['nano-1', 'NANO-1', 'nano-2', 'orin', '10.0.0.7', 'other'];
const DEFAULTS = 'Host *\n  User default\n  Port 22\n  IdentityFile none\n';

/** Each is a whole file; what it says of each host is compared with `ssh -G`. */
const CONFIGS = [
  'Host nano-1 # rack 3\n  HostName 192.168.1.122 # on wifi\n  Port 2222   # moved\n# 19" rack\n',
  'Host nano-1\n  IdentityFile \'/keys/my lab/id\'\n  IdentityFile /keys/my\\ lab/id2\n  IdentityFile "/keys/a\\"b"\n',
  'Host nano-* !nano-2\n  Port 2201\nHost !nano-1 *\n  Port 2202\n',
  'Host=nano-1\nPort=2222\nUser = jetson\n  HostName\t=\t"10.0.0.1"\n',
  'User first\nHost nano-1 nano-2\n  User second\nHost *\n  User third\n  Port 23\n',
  'Host nano-1\n  IdentityFile /a\nHost *\n  IdentityFile /b\n  IdentityFile /a\n',
  'HOST nano-1\r\n  HOSTNAME %h.lab\r\n  pORT 2222\r\n',
  'Host nano-?\n  HostName x%%y-%h\nMatch host x%y-nano-1\n  Port 2222\nMatch originalhost nano-2,or*\n  Port 2223\n',
  'Match host nano-*,!nano-2\n  Port 2222\nMatch !host nano-1\n  User others\nMatch all\n  Port 24\n',
  'Match host=nano-1 originalhost "nano-1"\n  Port 2222\n',
  'Host nano-1\n  HostKeyAlias lab-1\n  HostKeyAlias lab-2\n',
  'Host "nano-1" \'orin\'\n  User a#b\n  Port 2222 #c\n',
  'Host nano-1\n  User "jet son"\\ x\n',
  'Host nano-1\n  User a\\b\\\\c\n',
  'Host nano-1\n  HostName ""10.0.0.1\n',
  'Host nano-1\n  Include FOLDER/one\n  Port 2299\nInclude FOLDER/t*\nHost *\n  Port 25\n',
  'Include FOLDER/[ot]* FOLDER/none\nHost orin\n  User late\n',
  'Include FOLDER/[!o]??\n',
  'Host other\n  Include FOLDER/one\n  User x\nUser y\n',
  'Host nano-1\n\tPort\t2222\t\n \t \n\t# comment\n#Port 1\n',
  'Port 2222\fUser a\n'.replace('\f', '\n'),
];
const INCLUDED = {
  one: 'Port 2201\nHost nano-2\n  User from-one\n',
  two: 'Host nano-1\n  User from-two\nHost orin\n  HostName %h.two\n',
};

describe('ssh_config, as ssh -G reads it', () => {
  let openSsh: OpenSsh;
  let folder: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    openSsh = await fetchOpenSsh();
    folder = mkdtempSync(join(tmpdir(), 'jf-ssh-config-'));
    mkdirSync(at('conf.d'));
    for (const [name, text] of Object.entries(INCLUDED)) writeFileSync(at(`conf.d/${name}`), text);
  }, 200_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function theirs(host: string): Promise<Record<string, string[]>> {
    const printed = (await openSsh.ssh('-G', '-F', at('config'), host)).split('\n');
    const settings: Record<string, string[]> = {};
    for (const line of printed) {
      const [, keyword, value] = /^(\S+) (.*)$/s.exec(line) ?? [];
      if (keyword !== undefined) (settings[keyword] ??= []).push(value!);
    }
    return settings;
  }

  function ours(host: string): SshHostSettings {
    const parsed = parseSshConfig(readFileSync(at('config'), 'utf8'), 'config', (pattern) =>
      includedFiles(pattern, homedir()).map((name) => ({ name, text: readFileSync(name, 'utf8') })),
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return parsed.config.settingsOf(host);
  }

  it.each(CONFIGS)('%j', async (text) => {
    writeFileSync(at('config'), `${text.replaceAll('FOLDER', at('conf.d'))}${DEFAULTS}`);
    for (const host of HOSTS) {
      const [mine, real] = [ours(host), await theirs(host)];
      const hostname = (mine.hostname ?? host).replaceAll('%h', host).replaceAll('%%', '%');
      // ssh writes the name that it connects to in lower case.
      expect({ host, ...mine, hostname: hostname.toLowerCase() }).toEqual({
        host,
        hostname: real.hostname![0],
        port: real.port![0],
        user: real.user![0],
        identityfile: real.identityfile,
        ...(real.hostkeyalias && { hostkeyalias: real.hostkeyalias[0] }),
      });
    }
  });

  it.each(['Port "22\n', "User 'a\n", 'User\n', 'User # x\n', 'HostName a b\n', 'Include a"b\n'])(
    'refuses what ssh refuses: %j',
    async (text) => {
      writeFileSync(at('config'), text);
      await expect(theirs('nano-1')).rejects.toThrow();
      expect(() => ours('nano-1')).toThrow();
    },
  );
});
