import { deviceName, enrollRequest, repinRequest } from '../http/device';
import { importIdentityRequest, generateIdentityRequest } from '../http/identity';
import { completeInventory } from './complete-inventory';
import type { InventoryContext } from './inventory-context';
import { parseInventory } from './parse-inventory';
import { parseSshConfig } from './parse-ssh-config';

/** Each would do harm, or pretend to be another name, if it came through to a shell, a file name or a terminal. */
const HOSTILE = [
  "'",
  '"',
  'a"b',
  "a'b",
  '"; DROP TABLE device; --',
  '$(reboot)',
  'a$(id)b',
  '`id`',
  'a`id`',
  '$HOME',
  '${IFS}',
  'a;b',
  'a; reboot',
  'a && b',
  'a|b',
  'a&',
  'a>b',
  'a<b',
  '-v',
  '--help',
  '-oProxyCommand=reboot',
  'a\nb',
  'a\r\nb',
  'a\tb;',
  'a\u0000b',
  '\u001b[2Ja',
  'a\u0007',
  'a\\b',
  '../a',
  'a/b',
  '/etc/passwd',
  '~root',
  'a*',
  'a?',
  '[a]',
  '{a,b}',
  '!1',
  '#a',
  'a#b',
  '%h',
  'a=b',
  'a,b',
  'a+b',
  '(a)',
  '\uff41',
  '\u0430bc',
  'a\u202eb',
  'a\u200bb',
  'a\u00adb',
  '\ufeffa',
  'a\u00a0b',
  'a\u2028b',
  'e\u0301',
  '\u{1f600}',
  'a'.repeat(300),
];

const REQUEST = { name: 'nano-1', host: '10.0.0.7', port: 22, user: 'jetson', identity: 'fleet' };
const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;
const FIELDS = ['name', 'host', 'port', 'user', 'fingerprint', 'labels'] as const;
/** An inventory names files of its machine there; the API names what the controller keeps. */
const API_FIELDS = [...FIELDS, 'identity', 'privilege', 'hostKeyType'] as const;
const DEVICE = { name: 'nano-1', host: '10.0.0.7', user: 'jetson', fingerprint: FINGERPRINT };
const CONTEXT: InventoryContext = {
  options: { labels: [] },
  sshConfig: null,
  knownHosts: [],
  loginName: 'me',
  defaultIdentity: '/keys/id',
  resolveIdentity: (written) => written,
  resolveSshPath: (path) => path,
  exists: () => false,
  userHome: '/home/me',
};

describe.each(HOSTILE)('%j', (hostile) => {
  it.each(API_FIELDS)('is refused as %s by the API', (field) => {
    expect(enrollRequest.safeParse(REQUEST).success).toBe(true);
    const over = { [field]: field === 'labels' ? [hostile] : hostile };
    expect(enrollRequest.safeParse({ ...REQUEST, ...over }).success).toBe(false);
  });

  it.each(FIELDS)('is refused as %s of an inventory, and shown without its tricks', (field) => {
    const over = { [field]: field === 'labels' ? [hostile] : hostile };
    const yaml = parseInventory(JSON.stringify({ devices: [{ ...DEVICE, ...over }] }), 'rack.yaml');
    const cells = Object.entries({ ...DEVICE, [field]: hostile });
    const quoted = cells.map(([, text]) => `"${text.replaceAll('"', '""')}"`).join();
    const csv = parseInventory(`${cells.map(([key]) => key).join()}\n${quoted}\n`, 'rack.csv');
    for (const parsed of [yaml, csv]) {
      if (parsed.ok) throw new Error('accepted');
      for (const { where, message } of parsed.errors) {
        expect(where).toMatch(/^rack\.(yaml|csv):[12]:\d+$/);
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/);
      }
    }
  });

  it('is refused as the name of an identity, and as a key to pin', () => {
    expect(generateIdentityRequest.safeParse({ name: hostile }).success).toBe(false);
    expect(importIdentityRequest.safeParse({ name: hostile, privateKey: 'k' }).success).toBe(false);
    expect(repinRequest.safeParse({ fingerprint: hostile }).success).toBe(false);
    expect(repinRequest.safeParse({ fingerprint: FINGERPRINT, hostKeyType: hostile }).success).toBe(false);
  });

  it('is refused as an alias of ssh', () => {
    expect(deviceName.safeParse(hostile).success).toBe(false);
    if (/["\r\n]/.test(hostile)) return;
    for (const keyword of ['HostName', 'User', 'Port']) {
      const parsed = parseSshConfig(`Host nano-1\n  ${keyword} ${hostile}\n`, 'config');
      const sshConfig = parsed.ok ? parsed.config : null;
      const completed = completeInventory([{ where: 'x:1:1', name: 'nano-1', labels: [] }], { ...CONTEXT, sshConfig });
      // `%h` is ssh's own word for the alias.
      const meant = keyword === 'HostName' && hostile === '%h';
      expect(completed.ok).toBe(!parsed.ok || meant);
    }
  });
});

it('tries at least fifty', () => expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(50));

it.each(['a\nb', '/keys/\u0000', '\u001b[2J', ''])('refuses %j as the path of an identity', (identity) => {
  const parsed = parseInventory(JSON.stringify({ devices: [{ ...DEVICE, identity }] }), 'rack.yaml');
  expect(parsed.ok).toBe(false);
  const context = { ...CONTEXT, options: { labels: [], identity: identity || '\u0000' } };
  expect(completeInventory([{ where: 'x:1:1', name: 'nano-1', labels: [] }], context).ok).toBe(false);
});
