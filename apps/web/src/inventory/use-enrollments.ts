import { useQueryClient } from '@tanstack/react-query';
import type { DeviceView, ListedDevice } from '@joulefleet/contracts';
import { useRef, useState } from 'react';
import { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
import { judgeSeenKey } from './judge-seen-key';

/** Of the connections that a browser opens to one host, those that the rest of the page can spare. */
const AT_ONCE = 3;

/** How far a device of the list is. */
export type Progress =
  | { at: 'waits' | 'works' }
  /** Somebody has to compare the key that it shows. */
  | { at: 'asks'; seen: string }
  | { at: 'failed'; failure: ApiFailure }
  | { at: 'done'; outcome: 'enrolled' | 'updated' | 'unchanged'; device: DeviceView };

/** Enrolls the devices of a list side by side; one that fails does not stop the others. */
export function useEnrollments(identityOf: (device: ListedDevice) => string | undefined) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Readonly<Record<string, Progress>>>({});
  const [isRunning, setIsRunning] = useState(false);
  const stopped = useRef(false);
  const note = (name: string, now: Progress): void => setProgress((before) => ({ ...before, [name]: now }));

  const enroll = async (device: ListedDevice, known: DeviceView | undefined, compared?: string): Promise<void> => {
    note(device.name, { at: 'works' });
    note(device.name, await enrollOne(device, identityOf(device), known, compared));
  };

  const run = async (devices: readonly ListedDevice[], known: readonly DeviceView[]): Promise<void> => {
    const waiting = devices.filter(({ name }) => progress[name]?.at !== 'done' && progress[name]?.at !== 'asks');
    stopped.current = false;
    setIsRunning(true);
    for (const { name } of waiting) note(name, { at: 'waits' });
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !stopped.current; next = waiting.shift()) {
        const { name } = next;
        await enroll(
          next,
          known.find((each) => each.name === name),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    setIsRunning(false);
    void queries.invalidateQueries();
  };

  const stop = (): void => void (stopped.current = true);
  return { progress, isRunning, run, enroll, stop };
}

/** The request is that of the command line; a key that nobody has confirmed is pinned only where known_hosts lists it. */
async function enrollOne(
  listed: ListedDevice,
  identity: string | undefined,
  known: DeviceView | undefined,
  compared: string | undefined,
): Promise<Progress> {
  if (known && judgeSeenKey(known.fingerprint, listed).is === 'revoked') return revoked(listed, known.fingerprint);
  const { name, host, port, user, labels, hostKeyType } = listed;
  const send = (fingerprint: string | null): Promise<DeviceView> =>
    callRoute('enrollDevice', {
      body: {
        ...{ name, host, port, user, labels, identity, onlyIfChanged: true },
        ...(fingerprint !== null && { fingerprint }),
        ...(hostKeyType !== null && { hostKeyType }),
      },
    });
  const done = (device: DeviceView): Progress => {
    const outcome = known === undefined ? 'enrolled' : known.factsAt === device.factsAt ? 'unchanged' : 'updated';
    return { at: 'done', outcome, device };
  };
  try {
    return done(await send(compared ?? listed.fingerprint));
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const { code, fingerprint: seen } = error.problem;
    const judged = seen === undefined ? null : judgeSeenKey(seen, listed);
    if (seen !== undefined && judged?.is === 'revoked') return revoked(listed, seen);
    if (code !== 'host_key_unconfirmed' || seen === undefined) return { at: 'failed', failure: error };
    if (judged?.is !== 'accepted') return { at: 'asks', seen };
    return send(seen).then(done, (failure: ApiFailure) => ({ at: 'failed', failure }));
  }
}

function revoked({ name, revokedKeys }: ListedDevice, seen: string): Progress {
  const where = revokedKeys.find(({ fingerprint }) => fingerprint === seen)?.where ?? 'known_hosts';
  const failure = new ApiFailure({
    ...{ type: 'about:blank', title: 'the host key is revoked', status: 0, code: 'host_key_revoked' },
    detail: `${name}: the host key ${seen} is revoked in ${where}.`,
    ...{ origin: 'operator', transient: false, fingerprint: seen },
    remedy: 'Make new host keys on the device, then re-pin them, or enroll it with them.',
  });
  return { at: 'failed', failure };
}
