import { setTimeout as sleep } from 'node:timers/promises';
import { CONNECT_PAUSES, Fault, type ConnectionState } from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import { DeviceConnection } from './device-connection';

const PAUSE_MS = 30;
const pauses = { ...CONNECT_PAUSES, firstMs: PAUSE_MS, longestMs: PAUSE_MS };
const gone = new Fault('no answer', { code: 'device_unreachable', origin: 'network', transient: true, where: 'nano' });

describe('DeviceConnection', () => {
  let attempts = 0;
  let startedAtMs: number;
  let answer: () => Promise<HeldConnection>;
  let line: DeviceConnection;

  beforeEach(() => {
    attempts = 0;
    answer = () => Promise.reject(gone);
    const connect = (): Promise<HeldConnection> => {
      attempts++;
      return answer();
    };
    line = new DeviceConnection({ connect, changed: () => undefined, pauses });
    // The first attempt fails before a test begins.
    startedAtMs = performance.now();
    line.start();
  });
  afterEach(() => line.stop());

  it('describes an absence by its last failed attempt', async () => {
    await until(() => attempts > 5);
    const { absentForMs, failedForMs } = absence(line.state(performance.now()));
    expect(absentForMs - failedForMs).toBeGreaterThan(3 * PAUSE_MS);
    expect(absentForMs).toBeLessThanOrEqual(performance.now() - startedAtMs);
  });

  it('counts an absence anew after each connection', async () => {
    await until(() => attempts > 5);
    const { connection, lose } = held();
    answer = () => Promise.resolve(connection);
    await until(() => line.connection() !== null);
    answer = () => Promise.reject(gone);
    const lostAtMs = performance.now();
    lose();
    await until(() => line.state(performance.now()).kind === 'absent');
    expect(absence(line.state(performance.now())).absentForMs).toBeLessThanOrEqual(performance.now() - lostAtMs);
  });

  it.each(['controller', 'bug'] as const)(
    'says nothing about a device when a fault of ours (%s) is in the way',
    async (origin) => {
      line.stop();
      const told: string[] = [];
      const ours = new Fault('the master key is another one', { code: 'master_key_wrong', origin, transient: false });
      const failedHere = ({ code }: Fault): unknown => told.push(code);
      line = new DeviceConnection({
        connect: () => Promise.reject(ours),
        changed: () => undefined,
        failedHere,
        pauses,
      });
      line.start();
      await until(() => told.length > 2);
      expect(line.state(performance.now())).toEqual({ kind: 'trying' });
    },
  );
});

function absence(state: ConnectionState): Extract<ConnectionState, { kind: 'absent' }> {
  if (state.kind !== 'absent') throw new Error(`it is ${state.kind}`);
  return state;
}

/** A connection of which nothing is asked, until it is lost. */
function held(): { connection: HeldConnection; lose: () => void } {
  let lose = (): void => undefined;
  const lost = new Promise<Fault>((resolve) => (lose = () => resolve(gone)));
  const connection: HeldConnection = {
    lost,
    openAgent: () => Promise.reject(gone),
    forgetAgent: () => Promise.reject(gone),
    close: lose,
  };
  return { connection, lose };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(1);
}
