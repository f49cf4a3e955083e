import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { patientTimeout } from './patient-timeout';

/** Holds up this process, as SIGSTOP does. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('patientTimeout', () => {
  it('fires in time, unless it was cancelled', async () => {
    const fired: string[] = [];
    patientTimeout(20, () => fired.push('one'));
    patientTimeout(20, () => fired.push('two'))();
    await sleep(60);
    expect(fired).toEqual(['one']);
  });

  it('lets an answer in that came while this process was paused', async () => {
    const channel = new PassThrough();
    let fired = false;
    const cancel = patientTimeout(50, () => (fired = true), 100);
    setImmediate(() => pause(250));
    setTimeout(() => channel.write('answer'), 60);
    await once(channel, 'data');
    cancel();
    await sleep(80);
    expect(fired).toBe(false);
  });

  it('fires after a pause when no answer comes', async () => {
    let fired = false;
    patientTimeout(50, () => (fired = true), 100);
    setImmediate(() => pause(250));
    await sleep(5);
    expect(fired).toBe(false);
    await sleep(120);
    expect(fired).toBe(true);
  });
});
