import { parseInventory, parseKnownHosts, parseSshConfig } from '@joulefleet/contracts';
import { decodeText, seededRandom } from '@joulefleet/core';
import { describePrivateKey } from '@joulefleet/remote';
import { generateKeyPairSync } from 'node:crypto';
import { splitCsv } from '../../libs/contracts/src/inventory/split-csv';
import { mutateText } from './mutate';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
/** No parser needs a hundredth of it; a machine that does something else may. */
const SLOWEST_MS = 5_000;
const PLACE = /^[a-z_.]+:\d+:\d+$/;

/** Hands mutations of a text to a parser: none throws, and each ends soon. */
function fuzz(cases: number, seed: string, text: string, parse: (input: string) => void): void {
  const random = seededRandom(seed);
  for (let i = 0; i < cases; i++) {
    const input = mutateText(text, random);
    const startMs = performance.now();
    try {
      parse(input);
    } catch (error) {
      throw new Error(`${seed}, case ${i}: ${JSON.stringify(input)}: ${String(error)}`, { cause: error });
    }
    expect(performance.now() - startMs).toBeLessThan(SLOWEST_MS);
  }
}

describe('what a person writes, mutated', () => {
  it('known_hosts', () => {
    const text = [
      `nano-1,10.0.0.* ${KEY} a comment`,
      `@revoked !orin,* ${KEY}`,
      `|1|1KqWVASsbkUN3okREoKWhYNBAMg=|sqcPLbm5tcgqDfblyC+E+r83EJU= ${KEY}`,
      `@cert-authority *.lab ${KEY}`,
      '[nano-1]:2222 1024 37 159161',
    ].join('\n');
    fuzz(8_000, 'known_hosts', text, (input) => {
      const { keys, skipped } = parseKnownHosts(input, 'known_hosts');
      for (const key of keys) key.isOf('nano-1');
      for (const { where } of [...keys, ...skipped]) expect(where).toMatch(PLACE);
    });
  });

  it('ssh_config', () => {
    const text = [
      'Host nano-* !nano-2 "orin" # rack 3',
      "  HostName %h.lab\n  Port=2222\n  IdentityFile '/keys/my lab/id'",
      'Match host nano-1 !originalhost other\n  User a\\ b',
      'Include lab/*\nProxyJump none',
    ].join('\n');
    const files = [{ name: 'lab', text: 'Host a\n  Include more\n' }];
    fuzz(8_000, 'config', text, (input) => {
      const parsed = parseSshConfig(input, 'config', (pattern) => (pattern.startsWith('lab') ? files : []));
      if (!parsed.ok) return void parsed.errors.forEach(({ where }) => expect(where).toMatch(PLACE));
      for (const host of ['nano-1', 'orin', '']) parsed.config.settingsOf(host);
    });
  });

  it.each([
    ['rack.csv', 'sep=;\nname;host;port;labels\n"nano-1";10.0.0.7;;"rack-a ""b"""\n;;;\norin-1;orin.lab;2222;\n'],
    [
      'rack.yaml',
      'defaults: { user: jetson }\ndevices:\n  - { name: nano-1, host: 10.0.0.7 }\n  - { name: orin-1, port: 2222 }\n',
    ],
  ])('inventory %s', (name, text) => {
    fuzz(5_000, name, text, (input) => {
      const parsed = parseInventory(input, name);
      for (const { where } of parsed.ok ? parsed.devices : parsed.errors) expect(where).toMatch(PLACE);
      splitCsv(input);
    });
  });

  it('files in any encoding', () => {
    const text = 'name,host\r\nnano-1,Ger\u00e4t\n';
    const bytes = [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'latin1')];
    for (const whole of bytes) {
      fuzz(1_000, `encoding ${whole.length}`, whole.toString('latin1'), (input) => {
        decodeText(Buffer.from(input, 'latin1'));
        decodeText(Buffer.from(input, 'latin1'), { lenient: true });
      });
    }
  });

  it('private keys', () => {
    const { privateKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    fuzz(1_000, 'pkcs8', privateKey, (input) => {
      try {
        describePrivateKey(input, 'a passphrase');
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^identity_/);
      }
    });
  });
});
