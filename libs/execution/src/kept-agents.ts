import { setTimeout as sleep } from 'node:timers/promises';
import { boardOf } from '@joulefleet/fleet';
import type { OpenAgent } from '@joulefleet/remote';
import type { BegunShard } from '@joulefleet/store';

/** A device that has more to do gets its next shard within a second. */
const KEEP_MS = 10_000;
/** After that it is connected to anew, and its host key and serial number are looked at again. */
const MAX_AGE_MS = 3_600_000;
/** One that does not answer within this is given up; the connection is made anew. */
const ANSWER_MS = 2_000;

type LoginDevice = BegunShard['device'];

interface Kept {
  open: OpenAgent;
  key: string;
  /** Stops waiting for its end, whether by time or by itself. */
  release: () => void;
}

/**
 * Agents whose shard is over, each with its connection, for the next shard on the same device: a connection and the start of an agent take a
 * board seconds. Each is used by one shard at a time, and closed when none comes within ten seconds.
 */
export class KeptAgents {
  private readonly kept = new Map<string, Kept>();
  /** When each was kept first. */
  private readonly openedAtMs = new WeakMap<OpenAgent, number>();
  private isClosed = false;

  /** The agent of a device, if one is kept that answers and the device is still reached in the same way. */
  async take(device: LoginDevice): Promise<OpenAgent | null> {
    const kept = this.kept.get(device.id);
    if (!kept) return null;
    this.kept.delete(device.id);
    kept.release();
    const isFresh = performance.now() - this.openedAtMs.get(kept.open)! < MAX_AGE_MS;
    if (isFresh && kept.key === keyOf(device) && (await answers(kept.open))) return kept.open;
    kept.open.close();
    return null;
  }

  /** Keeps an agent that nobody uses; it is closed by whoever it is not kept for. */
  keep(device: LoginDevice, open: OpenAgent): void {
    if (this.isClosed) return open.close();
    this.drop(device.id);
    if (!this.openedAtMs.has(open)) this.openedAtMs.set(open, performance.now());
    const drop = (): void => this.drop(device.id);
    const timer = setTimeout(drop, KEEP_MS);
    const unlisten = open.session.onEnd(drop);
    const release = (): void => {
      clearTimeout(timer);
      unlisten();
    };
    this.kept.set(device.id, { open, key: keyOf(device), release });
  }

  /** Closes them, and whatever is to be kept later. */
  close(): void {
    this.isClosed = true;
    for (const deviceId of this.kept.keys()) this.drop(deviceId);
  }

  private drop(deviceId: string): void {
    const kept = this.kept.get(deviceId);
    if (!kept) return;
    this.kept.delete(deviceId);
    kept.release();
    kept.open.close();
  }
}

/** Whatever decides how a device is reached, and which board it is. */
function keyOf(device: LoginDevice): string {
  const { host, port, loginUser, privilege, fingerprint, hostKeyType, identityId } = device;
  const serial = boardOf(device)?.serial;
  return JSON.stringify([host, port, loginUser, privilege, fingerprint, hostKeyType, identityId, serial]);
}

async function answers({ session }: OpenAgent): Promise<boolean> {
  const timeout = new AbortController();
  const late = sleep(ANSWER_MS, false, { signal: timeout.signal }).catch(() => false);
  const answered = session.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => timeout.abort());
}
