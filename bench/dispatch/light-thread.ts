import { parentPort, workerData } from 'node:worker_threads';
import type { DeviceClass } from '@joulefleet/core';
import { LightTwin } from '../../apps/twin/src';

/** What a thread is to have. */
export interface ThreadTwins {
  authorizedKey: string;
  timeScale: number;
  twins: readonly { name: string; deviceClass: DeviceClass; seed: number }[];
}

/** What a person needs to enroll a twin. */
export interface ReachableTwin {
  name: string;
  host: string;
  port: number;
  user: string;
  fingerprint: string;
}

/** From a thread: its twins listen, or a shard began or ended on one of them, at ms of the wall clock. */
export type FromThread =
  | { kind: 'ready'; twins: ReachableTwin[] }
  | { kind: 'shard'; shardId: string; change: 'started' | 'ended'; atMs: number };

/** To a thread: the speed of its twins from now on. */
export interface ToThread {
  timeScale: number;
}

const { authorizedKey, timeScale, twins } = workerData as ThreadTwins;
const say = (message: FromThread): void => parentPort!.postMessage(message);

/** PostgreSQL has the other steps by the wall clock. */
function sayShard(shard: { shardId: string; change: 'started' | 'ended' }, atMs: number): void {
  say({ kind: 'shard', ...shard, atMs });
}

async function main(): Promise<void> {
  const listening = twins.map(
    (twin) =>
      new LightTwin({
        ...twin,
        ...{ authorizedKeys: [authorizedKey], timeScale },
        onShard: (shardId, change) => sayShard({ shardId, change }, Date.now()),
      }),
  );
  for (const twin of listening) await twin.start();
  parentPort!.on('message', (to: ToThread) => listening.forEach((twin) => twin.setTimeScale(to.timeScale)));
  const reachable = listening.map(({ name, host, port, user, fingerprint }) => ({
    name,
    host,
    port,
    user,
    fingerprint,
  }));
  say({ kind: 'ready', twins: reachable });
}

void main();
