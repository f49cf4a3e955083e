import { completeInventory } from './complete-inventory';
import type { InventoryContext } from './inventory-context';
import { matchesPatterns } from './host-pattern';
import type { InventoryDevice } from './parse-inventory';
import { parseKnownHosts } from './parse-known-hosts';
import { parseSshConfig } from './parse-ssh-config';

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
/** As `ssh-keygen -lf` prints it for the key above. */
const ED25519_FINGERPRINT = 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU';
const RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCPBpGlTZj0JngMTth/SnP57c6Xf5nkDzYIHLQK1NktKNyCAKFvbL4H6O8sRiTcw+LhWmfxEFxoDyjK8JAEhihRbgzzYQHiDg27YAsKjQ0jWYrbbRBE891CmdbLN0LwxnPAeyKZiZOeAgFAgDcDbYgMjMbwlM0ZI6dKm1eFaufK7n6OWWGbaN4NPDUqMWpbEUKN38GV2ZP9WesV5EHdbnFwNwxLEdcKZIiOIAVxGTDa36AYlkO5jDTOEZhwfIUBSLOFpHDg5SXxKfU/FXuL43+cJzA1shZhYxUz3tg5xE75jBrgMHqTuCqalue2Vr4trkwx9gdcCh8IJ8yVSnaOvZfz';
const RSA_FINGERPRINT = 'SHA256:hxMEkU7gxmF9HLVx08r58pzRo/oeusM0tu0w7afaq2I';
/** `ssh-keygen -H` of `nano-1.lab` and `[orin-1.lab]:2222`. */
const HASHED = `|1|1KqWVASsbkUN3okREoKWhYNBAMg=|sqcPLbm5tcgqDfblyC+E+r83EJU= ${ED25519}
|1|rJwmbELebZbHvGsLbPh14O5Fu1Q=|c5yjHNHPtfqtCRqXR8aNhsp4/VM= ${ED25519}
`;

function knownHosts(text: string) {
  return parseKnownHosts(text, 'known_hosts').keys;
}
function sshConfig(text: string) {
  const parsed = parseSshConfig(text, 'config');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.config;
}
function complete(devices: Partial<InventoryDevice>[], over: Partial<InventoryContext> = {}) {
  const listed = devices.map((device, i) => ({ where: `rack.csv:${i + 2}:1`, name: `d-${i}`, labels: [], ...device }));
  return completeInventory(listed, {
    options: { labels: [] },
    sshConfig: null,
    knownHosts: [],
    loginName: 'me',
    defaultIdentity: '/home/me/.ssh/id_ed25519',
    resolveIdentity: (written) => written.replace('~', '/home/me'),
    resolveSshPath: (path) => path,
    exists: () => false,
    userHome: '/home/me',
    ...over,
  });
}
function requests(...parameters: Parameters<typeof complete>) {
  const completed = complete(...parameters);
  if (!completed.ok) throw new Error(JSON.stringify(completed.errors));
  return completed.enrollments.map(({ request, identityFile }) => ({ ...request, identityFile }));
}

describe('completeInventory', () => {
  it('takes what is left out from options, ssh_config and what ssh would do, in this order', () => {
    const config = sshConfig(`Host nano-*
  HostName %h.lab
  Port 2200
  User jetson
  IdentityFile ~/.ssh/lab
`);
    const devices = [{ name: 'nano-1' }, { name: 'nano-2', port: 22, user: 'root', identity: '/k' }, { name: 'other' }];
    expect(requests(devices, { sshConfig: config })).toMatchObject([
      { host: 'nano-1.lab', port: 2200, user: 'jetson', identityFile: '/home/me/.ssh/lab', onlyIfChanged: true },
      { host: 'nano-2.lab', port: 22, user: 'root', identityFile: '/k' },
      { host: 'other', port: 22, user: 'me', identityFile: '/home/me/.ssh/id_ed25519' },
    ]);
    const options = { port: 23, user: 'lab', identity: '/o', labels: ['rack-a'] };
    expect(requests(devices, { sshConfig: config, options })).toMatchObject([
      { port: 23, user: 'lab', identityFile: '/o', labels: ['rack-a'] },
      { port: 22, user: 'root', identityFile: '/k' },
      { port: 23, user: 'lab', identityFile: '/o' },
    ]);
  });

  it('takes host keys from known_hosts, hashed names and ports too, the preferred type first', () => {
    const keys = knownHosts(`${HASHED}nano-2,10.0.0.* ${RSA}\nnano-2 ${ED25519}\n`);
    const hosts = ['nano-1.lab', 'nano-2', '10.0.0.9', 'unknown'].map((host) => ({ host }));
    expect(requests([...hosts, { host: 'orin-1.lab', port: 2222 }], { knownHosts: keys })).toMatchObject([
      { fingerprint: ED25519_FINGERPRINT, hostKeyType: 'ssh-ed25519' },
      { fingerprint: ED25519_FINGERPRINT, hostKeyType: 'ssh-ed25519' },
      { fingerprint: RSA_FINGERPRINT, hostKeyType: 'ssh-rsa' },
      expect.not.objectContaining({ fingerprint: expect.anything() as string }),
      { fingerprint: ED25519_FINGERPRINT },
    ]);
    expect(requests([{ host: 'orin-1.lab' }], { knownHosts: keys })[0]!.fingerprint).toBeUndefined();
  });

  it('looks for the alias where known_hosts does not have the address', () => {
    const config = sshConfig('Host nano-1\n HostName 192.0.2.1\n');
    const keys = knownHosts(`nano-1 ${RSA}\n`);
    expect(requests([{ name: 'nano-1' }], { sshConfig: config, knownHosts: keys })).toMatchObject([
      { host: '192.0.2.1', fingerprint: RSA_FINGERPRINT },
    ]);
  });

  it.each<[string, string[], string | null]>([
    ['IdentityFile ~/.ssh/%r@%h', [], '/home/me/.ssh/jetson@nano-1.lab'],
    ['IdentityFile %d/%n-%p-%u%%', [], '/home/me/nano-1-2200-me%'],
    ['IdentityFile ${HOME}/key', [], '/home/me/key'],
    ["IdentityFile '/keys/my lab/id'", [], '/keys/my lab/id'],
    ['IdentityFile /keys/my\\ lab/id', [], '/keys/my lab/id'],
    ['IdentityFile none', [], null],
    ['IdentityFile none\n IdentityFile /a', [], '/a'],
    ['IdentityFile /a\n IdentityFile /b', [], '/a'],
    ['IdentityFile /a\n IdentityFile /b', ['/b'], '/b'],
    ['ProxyJump none\n ProxyCommand nc', [], '/home/me/.ssh/id_ed25519'],
  ])('takes the key of %j', (lines, existing, identityFile) => {
    const config = sshConfig(`Host nano-1\n HostName %h.lab\n User jetson\n Port 2200\n ${lines}\n`);
    const exists = (path: string) => existing.includes(path);
    const completed = complete([{ name: 'nano-1' }], { sshConfig: config, exists });
    if (!completed.ok) throw new Error(JSON.stringify(completed.errors));
    expect(completed.enrollments.map((each) => each.identityFile)).toEqual([identityFile]);
    const several = lines.includes('/b');
    expect(completed.notes.map(({ message }) => message)).toEqual(
      several ? [`nano-1: ssh_config names 2 identity files (/a, /b): ${identityFile} is used`] : [],
    );
  });

  it('leaves the key to the controller where none is named, or one that it keeps', () => {
    const none = requests([{}], { defaultIdentity: undefined });
    expect(none).toMatchObject([{ identityFile: null, identity: undefined }]);
    const kept = requests([{}, { identity: '/k' }], { options: { labels: [], storedIdentity: 'lab' } });
    expect(kept).toMatchObject([{ identityFile: null, identity: 'lab' }, { identityFile: '/k' }]);
    expect(kept[1]!.identity).toBeUndefined();
  });

  it('never takes a revoked key', () => {
    const keys = knownHosts(`nano-1 ${ED25519}\n@revoked * ${ED25519}\nnano-1 ${RSA}\n`);
    expect(requests([{ host: 'nano-1' }], { knownHosts: keys })).toMatchObject([{ hostKeyType: 'ssh-rsa' }]);
    const revoked = knownHosts(`@revoked * ${ED25519}\n`);
    expect(complete([{ fingerprint: ED25519_FINGERPRINT }], { knownHosts: revoked })).toMatchObject({
      ok: false,
      errors: [{ where: 'rack.csv:2:1', message: expect.stringContaining('known_hosts:1:1') as string }],
    });
  });

  it('passes over a device behind a proxy, with a notice, where nobody named the devices one by one', () => {
    const over = { sshConfig: sshConfig('Host far\n ProxyJump gate\nHost *\n'), passesOverProxied: true };
    const completed = complete(
      [
        { name: 'far', host: 'far' },
        { name: 'near', host: 'near' },
      ],
      over,
    );
    if (!completed.ok) throw new Error(JSON.stringify(completed.errors));
    expect(completed.enrollments.map(({ request }) => request.name)).toEqual(['near']);
    expect(completed.notes).toEqual([
      {
        where: 'rack.csv:2:1',
        message: expect.stringMatching(/^far is reached through a proxy .* passed over/) as string,
      },
    ]);
    expect(complete([{ name: 'far', host: 'far' }], over)).toMatchObject({ ok: false });
    expect(complete([{ host: 'far' }, { host: 'near' }], { ...over, passesOverProxied: false })).toMatchObject({
      ok: false,
    });
  });

  it.each<[string, Partial<InventoryDevice>[], Partial<InventoryContext>, RegExp]>([
    ['an identity with a line break', [{ identity: '/k\n' }], {}, /identity: "\/k\\n"/],
    ['a jump', [{ host: 'a' }], { sshConfig: sshConfig('Host a\nProxyJump b\n') }, /proxy \("b"\)/],
    ['a command', [{ host: 'a' }], { sshConfig: sshConfig('ProxyCommand nc %h\nHost a\n') }, /proxy \("nc %h"\)/],
    ['a token of a name', [{ host: 'a' }], { sshConfig: sshConfig('HostName %C.lab\n') }, /HostName: "%C\.lab"/],
    ['a token of a key', [{ host: 'a' }], { sshConfig: sshConfig('IdentityFile ~/%C\n') }, /"~\/%C" has a token/],
    [
      'a home of others',
      [{ host: 'a' }],
      { sshConfig: sshConfig('IdentityFile ~eve/key\n') },
      /"~eve\/key" has a token/,
    ],
    ['a port of C', [{ host: 'a' }], { sshConfig: sshConfig('Port 0x16\n') }, /port must be a number, not "0x16"/],
    [
      'a bad port',
      [{ host: 'a' }],
      { sshConfig: sshConfig('Host a\nPort x\n') },
      /d-0: port must be a number, not "x"$/,
    ],
    [
      'a bad host name',
      [{ host: 'a' }],
      { sshConfig: sshConfig('Host a\nHostName $(x)\n') },
      /host: "\$\(x\)" is not valid here/,
    ],
    ['a bad login name', [{}], { loginName: 'Domain\\user' }, /user: .*is not valid here/],
    [
      'one name twice',
      [
        { name: 'a', host: 'a.x' },
        { name: 'a', host: 'a.y' },
      ],
      {},
      /duplicate device name a/,
    ],
    ['one address twice', [{ host: 'a' }, { host: 'A' }], {}, /d-1 has the same address as d-0/],
  ])('refuses %s', (_case, devices, over, message) => {
    const completed = complete(devices, over);
    if (completed.ok) throw new Error('accepted');
    expect(completed.errors.map((error) => error.message).join()).toMatch(message);
  });
});

describe('matchesPatterns', () => {
  it.each<[string, string[], boolean]>([
    ['nano-1', ['nano-?'], true],
    ['NANO-1', ['nano-1'], true],
    ['nano-10', ['nano-?'], false],
    ['a.b.lab', ['*.lab'], true],
    ['a.lab', ['*', '!a.*'], false],
    ['a', ['!b'], false],
    ['aXbXc', ['a*b*c'], true],
    ['', ['*'], true],
    ['a', [''], false],
  ])('%j by %j: %s', (host, patterns, matches) => expect(matchesPatterns(host, patterns)).toBe(matches));

  it('is quick with patterns made to be slow', () => {
    const startMs = performance.now();
    expect(matchesPatterns('a'.repeat(250), [`${'*a'.repeat(120)}*b`])).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(200);
  });
});
