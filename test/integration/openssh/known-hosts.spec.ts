import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKnownHosts } from '@joulefleet/contracts';
import { fetchOpenSsh, type OpenSsh } from '../../testkit/openssh/fetch-openssh';

const HOSTS = [
  'nano-1',
  'NANO-1',
  'nano-2.lab',
  'orin.lab',
  '10.0.0.7',
  '192.0.2.1',
  'fe80::1',
  '[nano-1]:2222',
  '[orin.lab]:22',
];
const NAMES = [
  'nano-1',
  'Nano-1,10.0.0.7',
  'nano-?',
  '*.lab',
  '*.lab,!nano-2.lab',
  '!nano-1',
  '!nano-1,*',
  '*',
  '[nano-1]:2222',
  '[*]:2222',
  '[orin.lab]:22',
  'fe80::1',
  '10.0.0.*,!10.0.0.8',
  ',nano-1,',
  '|1|AAAA|BBBB',
  '|2|AAAA|BBBB',
];
const MARKERS = ['', '@revoked ', '@cert-authority '];

describe('known_hosts, as ssh-keygen reads it', () => {
  let openSsh: OpenSsh;
  let folder: string;
  let keys: string[];
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    openSsh = await fetchOpenSsh();
    folder = mkdtempSync(join(tmpdir(), 'jf-known-hosts-'));
    for (const type of ['ed25519', 'ecdsa', 'rsa']) await openSsh.keygen('-q', '-t', type, '-N', '', '-f', at(type));
    keys = ['ed25519', 'ecdsa', 'rsa'].map((type) => readFileSync(at(`${type}.pub`), 'utf8').trim());
  }, 200_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Lines that ssh-keygen finds a host in; it prints the lines of keys and what is revoked. */
  async function linesFound(host: string): Promise<number[]> {
    const printed = await openSsh.keygen('-F', host, '-f', at('known_hosts')).catch(() => '');
    return [...printed.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line));
  }

  const lineOf = (where: string): number => Number(where.split(':')[1]);

  async function compare(hosts = HOSTS): Promise<void> {
    const { keys: ours, skipped } = parseKnownHosts(readFileSync(at('known_hosts'), 'utf8'), 'known_hosts');
    const broken = new Set(skipped.map(({ where }) => lineOf(where)));
    for (const host of hosts) {
      const found = ours.filter((key) => key.isOf(host)).map(({ where }) => lineOf(where));
      // ssh-keygen -F looks at the names only, and ssh at the key too.
      const theirs = (await linesFound(host)).filter((line) => !broken.has(line));
      expect({ host, found }).toEqual({ host, found: theirs });
    }
  }

  it('finds each host in the same lines, among lines that are broken', async () => {
    const lines = NAMES.flatMap((names, i) => [
      `${names} ${keys[i % keys.length]}`,
      `${i % 2 ? '@revoked' : ''} \t${names}\t${keys[(i + 1) % keys.length]} a comment`,
      `${names} 1024 37 159161`,
      `${names} ssh-ed25519 AAAAbroken`,
      `${names} ${keys[0]!.slice(0, 60)}`,
      `@wrong ${names} ${keys[0]}`,
      `# ${names} ${keys[0]}`,
      '',
    ]);
    writeFileSync(at('known_hosts'), `${lines.join('\n')}\n`);
    await compare();
  });

  it('finds each host in hashed lines', async () => {
    const plain = ['nano-1', '[nano-1]:2222', 'orin.lab,10.0.0.7', 'nano-2.lab', 'fe80::1'];
    writeFileSync(at('known_hosts'), plain.map((names, i) => `${names} ${keys[i % 3]}\n`).join(''));
    await openSsh.keygen('-H', '-f', at('known_hosts'));
    expect(readFileSync(at('known_hosts'), 'utf8')).toMatch(/^\|1\|/);
    // ssh looks for lower case, ssh-keygen for what is typed.
    await compare(HOSTS.filter((host) => host === host.toLowerCase()));
  });

  it('prints the same fingerprints, and knows what is revoked', async () => {
    const lines = MARKERS.flatMap((marker) => keys.map((key) => `${marker}nano-1 ${key}`));
    writeFileSync(at('known_hosts'), `${lines.join('\n')}\n`);
    const { keys: ours, skipped } = parseKnownHosts(readFileSync(at('known_hosts'), 'utf8'), 'known_hosts');
    const printed = (await openSsh.keygen('-l', '-f', at('known_hosts'))).match(/SHA256:\S+/g);
    expect(ours.map(({ fingerprint }) => fingerprint)).toEqual([...printed!, ...printed!]);
    expect(ours.map(({ revoked }) => revoked)).toEqual([false, false, false, true, true, true]);
    expect(skipped.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['known_hosts:7:1', 'known_hosts:8:1', 'known_hosts:9:1']),
    );
  });
});
