import type { PowerCycle } from '@joulefleet/contracts';
import { runProgram } from '@joulefleet/platform';
import type { Device } from '@joulefleet/store';
import { HOOK, hookFailed } from './hook-failed';

const HTTP_LIMIT_MS = 30_000;

type Cycled = Pick<Device, 'name' | 'host' | 'port' | 'deviceClass' | 'labels' | 'group'>;

/**
 * Has the admin's hook cut a device's power and give it back. Tells by what.
 * @throws Fault `hook_missing`, `hook_exposed` (operator), `hook_failed` (controller).
 */
export async function cyclePower(how: PowerCycle, hooksFolder: string | null, device: Cycled): Promise<string> {
  const { name, host, port, deviceClass, labels, group } = device;
  const about = JSON.stringify({ name, host, port, deviceClass, labels, group });
  if (how.kind === 'http') {
    await post(how.url, about);
    return new URL(how.url).host;
  }
  const environment = { JOULEFLEET_DEVICE: name, JOULEFLEET_HOST: host };
  await runProgram({ kind: HOOK, folder: hooksFolder, name: how.name, stdin: about, environment });
  return how.name;
}

async function post(url: string, body: string): Promise<void> {
  const { host } = new URL(url);
  const signal = AbortSignal.timeout(HTTP_LIMIT_MS);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'error' }).catch(
    (cause: unknown) => {
      throw hookFailed(host, cause instanceof Error ? cause.message : 'no answer', cause);
    },
  );
  await response.body?.cancel();
  if (!response.ok) throw hookFailed(host, `status ${response.status}`);
}
