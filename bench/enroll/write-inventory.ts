import type { TwinLogin } from './start-twins';

/** A row of the inventory and its expected outcome. */
export interface ListedDevice extends TwinLogin {
  expected: 'enrolled' | 'device_unreachable' | 'login_refused' | 'host_key_mismatch';
}

/** All twins; the last three have a wrong port, a wrong key and another device's host key. */
export function listDevices(
  twins: readonly TwinLogin[],
  wrong: { port: number; identityFile: string },
): ListedDevice[] {
  const [atWrongPort, withWrongKey, changed] = twins.slice(-3);
  return [
    ...twins.slice(0, -3).map((twin) => ({ ...twin, expected: 'enrolled' as const })),
    { ...atWrongPort!, port: wrong.port, expected: 'device_unreachable' },
    { ...withWrongKey!, identityFile: wrong.identityFile, expected: 'login_refused' },
    { ...changed!, fingerprint: twins[0]!.fingerprint, expected: 'host_key_mismatch' },
  ];
}

/** As a CSV file. */
export function inventoryText(devices: readonly TwinLogin[]): string {
  const rows = devices.map((d) => [d.name, d.host, d.port, d.user, d.identityFile, d.fingerprint].join());
  return ['name,host,port,user,identity,fingerprint', ...rows, ''].join('\n');
}

/** One device of what `joulefleet device enroll --json` prints. */
export interface ToldDevice {
  name: string;
  outcome: string;
  error?: { code: string };
}

/** Devices with an unexpected outcome, and that outcome. */
export function findSurprises(
  listed: readonly ListedDevice[],
  told: readonly ToldDevice[],
): { name: string; expected: string; end: string }[] {
  const ends = new Map(told.map(({ name, outcome, error }) => [name, error?.code ?? outcome]));
  return listed
    .map(({ name, expected }) => ({ name, expected, end: ends.get(name) ?? 'missing' }))
    .filter(({ expected, end }) => end !== expected);
}
