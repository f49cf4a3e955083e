import { hostKeysOf } from './host-keys-of';
import { parseKnownHosts } from './parse-known-hosts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
/** As `ssh-keygen -lf` prints it for the key above. */
const FINGERPRINT = 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU';
const OTHER = `${KEY.slice(0, -4)}AAAA`;
/** A public key of any type: fields behind their lengths. */
const blob = (...fields: (string | Buffer)[]) =>
  Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(field));
      return [length, Buffer.from(field)];
    }),
  ).toString('base64');
const DSS = `ssh-dss ${blob('ssh-dss', 'p', 'q', 'g', 'y')}`;
const SK = `sk-ssh-ed25519@openssh.com ${blob('sk-ssh-ed25519@openssh.com', Buffer.alloc(32), 'ssh:')}`;
const CERT = `ssh-ed25519-cert-v01@openssh.com ${blob('ssh-ed25519-cert-v01@openssh.com', 'n', Buffer.alloc(32))}`;

const parse = (...lines: string[]) => parseKnownHosts(`${lines.join('\n')}\n`, 'known_hosts');
function keysOf(lines: string[], over: Partial<Parameters<typeof hostKeysOf>[0]> = {}) {
  return hostKeysOf({ host: 'nano-1', alias: 'nano-1', port: 22, ...over }, parse(...lines).keys);
}
const fingerprints = (keys: { fingerprint: string }[]) => keys.map(({ fingerprint }) => fingerprint);

describe('parseKnownHosts', () => {
  it.each([
    ['host 1024 37 159161', 'SSH protocol 1'],
    ['host2 ssh-ed25519 AAAAbroken', 'the key is broken'],
    [`nano-1 ${KEY.slice(0, -1)}`, 'the key is broken'],
    [`nano-1 ${KEY.slice(0, -8)}`, 'the key is broken'],
    [`nano-1 ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(31))}`, 'the key is broken'],
    [`nano-1 ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(32), 'more')}`, 'the key is broken'],
    [`nano-1 ecdsa-sha2-nistp256 ${blob('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65))}`, 'the key is broken'],
    [`nano-1 ssh-rsa ${blob('ssh-rsa', 'e', Buffer.alloc(64))}`, 'the key is broken'],
    ['nano-1 ssh-ed25519 AAAA*', 'the key is broken'],
    [`nano-1 ssh-rsa ${KEY.split(' ')[1]}`, 'not of the type "ssh-rsa"'],
    ['nano-1', 'not a known_hosts line'],
    ['nano-1 ssh-ed25519', 'not a known_hosts line'],
    [`@wrong nano-1 ${KEY}`, 'unknown marker "@wrong"'],
    [`@revoked @revoked nano-1 ${KEY}`, 'the key is broken'],
    [`@cert-authority *.lab ${KEY}`, 'certificates of hosts are not used'],
    [`nano-1 ${CERT}`, 'certificates of hosts are not used'],
    [`@revoked nano-1 ${CERT}`, 'certificates of hosts are not used'],
    [`nano-1 ${SK}`, '"sk-ssh-ed25519@openssh.com" are not used'],
    [`nano-1 ${DSS}`, '"ssh-dss" are not used'],
  ])('passes over %j, and says so', (line, message) => {
    const { keys, skipped } = parse('# ours', `nano-0 ${KEY}`, line, `nano-2 ${KEY}`);
    expect(skipped).toMatchObject([{ where: 'known_hosts:3:1', message: expect.stringContaining(message) as string }]);
    expect(keys.map(({ where }) => where)).toEqual(['known_hosts:2:1', 'known_hosts:4:1']);
    expect(keys[1]!.isOf('nano-2')).toBe(true);
  });

  it('says that a revoked authority is one', () => {
    const { skipped } = parse(`@revoked * ${KEY}`, `@cert-authority *.lab ${KEY}`);
    expect(skipped).toMatchObject([
      { where: 'known_hosts:1:1', message: expect.stringContaining('revokes a certificate authority') as string },
      { where: 'known_hosts:2:1' },
    ]);
    expect(keysOf([`@revoked * ${KEY}`, `@cert-authority *.lab ${KEY}`]).revoked).toHaveLength(1);
  });
});

describe('hostKeysOf', () => {
  it.each([
    [[`nano-1 ${KEY}`, `@revoked * ${KEY}`]],
    [[`@revoked * ${KEY}`, `nano-1 ${KEY}`]],
    [[`@revoked nano-* ${KEY}`, `* ${KEY}`]],
    [[`@revoked other,nano-? ${KEY}`, `nano-1 ${KEY}`]],
    [[`nano-1 ${KEY}`, `nano-1 ${KEY}`, `@revoked nano-1 ${KEY}`]],
  ])('never gives a revoked key: %j', (lines) => {
    const found = keysOf(lines);
    expect(found.pinned).toBeUndefined();
    expect(found.accepted.keys).toEqual([]);
    expect(fingerprints(found.revoked)).toContain(FINGERPRINT);
  });

  it('keeps a key that is revoked for other hosts alone', () => {
    expect(keysOf([`nano-1 ${KEY}`, `@revoked *,!nano-1 ${KEY}`]).pinned?.fingerprint).toBe(FINGERPRINT);
  });

  it('minds a key that is revoked under the name without the port', () => {
    const found = keysOf([`[nano-1]:2222 ${KEY}`, `@revoked nano-1 ${KEY}`], { port: 2222 });
    expect(found.pinned).toBeUndefined();
    expect(fingerprints(found.revoked)).toEqual([FINGERPRINT]);
  });

  it('accepts what the device shows of several keys of a type', () => {
    const found = keysOf([`nano-1 ${KEY}`, `nano-1 ${OTHER}`, `nano-1 ${KEY}`]);
    expect(found.pinned).toBeUndefined();
    expect(found.accepted).toMatchObject({ hostKeyType: 'ssh-ed25519' });
    expect(found.accepted.keys).toHaveLength(3);
    expect(found.note).toContain('known_hosts:1:1, known_hosts:2:1');
    expect(keysOf([`nano-1 ${KEY}`, `nano-1 ${OTHER}`, `@revoked * ${OTHER}`]).pinned?.fingerprint).toBe(FINGERPRINT);
  });

  it('accepts a key without the port at another port, and says so', () => {
    const found = keysOf([`nano-1 ${KEY}`], { port: 2222 });
    expect(found.pinned).toBeUndefined();
    expect(fingerprints(found.accepted.keys)).toEqual([FINGERPRINT]);
    expect(found.note).toContain('"nano-1" stands in known_hosts:1:1 without the port 2222');
    expect(found.note).toContain('[nano-1]:2222');
    const both = keysOf([`nano-1 ${OTHER}`, `[nano-1]:2222 ${KEY}`], { port: 2222 });
    expect(both).toMatchObject({ pinned: { fingerprint: FINGERPRINT }, accepted: { keys: [] } });
    expect(keysOf([`[nano-1]:2222 ${KEY}`]).accepted.keys).toEqual([]);
  });

  it('looks for a HostKeyAlias alone, without the port', () => {
    const lines = [`nano-1 ${OTHER}`, `lab-1 ${KEY}`];
    expect(keysOf(lines, { port: 2222, hostKeyAlias: 'lab-1' }).pinned?.fingerprint).toBe(FINGERPRINT);
    expect(keysOf([`nano-1 ${OTHER}`], { hostKeyAlias: 'lab-1' }).pinned).toBeUndefined();
  });
});
