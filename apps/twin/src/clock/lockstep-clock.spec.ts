import { LockstepClock, type Driven, type Party, type RealTime } from './lockstep-clock';

/** Real time that only moves when told; timers fire in order. */
class HandTime implements RealTime {
  ms = 0;
  private timers: { atMs: number; run: () => void }[] = [];

  nowMs(): number {
    return this.ms;
  }

  setTimer(run: () => void, delayMs: number): () => void {
    const timer = { atMs: this.ms + delayMs, run };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((t) => t !== timer));
  }

  pass(ms: number): void {
    const deadlineMs = this.ms + ms;
    for (;;) {
      const next = this.timers.filter((t) => t.atMs <= deadlineMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.ms = next.atMs;
      next.run();
    }
    this.ms = deadlineMs;
  }

  get pending(): number {
    return this.timers.length;
  }
}

class Rig implements Driven {
  readonly time = new HandTime();
  readonly presented: number[] = [];
  workEndUs: number | null = null;
  readonly clock: LockstepClock;

  constructor(timeScale: number) {
    this.clock = new LockstepClock(this, this.time, timeScale, 0);
  }

  advance(limitUs: number): number {
    return this.workEndUs !== null && this.workEndUs <= limitUs ? this.workEndUs : limitUs;
  }

  workHorizonUs(): number | null {
    return this.workEndUs;
  }

  present(nowUs: number): void {
    this.presented.push(nowUs);
  }

  sleep(party: Party, untilUs: number, log: number[]): void {
    party.wait = { untilUs, answer: (nowUs) => log.push(nowUs) };
    this.clock.sync();
  }
}

describe('LockstepClock', () => {
  it('runs free without a holder, at its scale', () => {
    const rig = new Rig(60);
    rig.time.pass(100);
    expect(rig.clock.sync()).toBe(6_000_000);
    expect(rig.time.pending).toBe(0);
  });

  it('stops while a holder is awake, however long that takes', () => {
    const rig = new Rig(60);
    const holder = rig.clock.join();
    holder.holding = true;
    rig.clock.sync();
    rig.time.pass(10_000);
    expect(rig.clock.sync()).toBe(0);
  });

  it('jumps to the earliest wake-up of two holders, exactly, and only when both sleep', () => {
    const rig = new Rig(1000);
    const [a, b] = [rig.clock.join(), rig.clock.join()];
    a.holding = b.holding = true;
    const log: number[] = [];
    rig.sleep(a, 70_000, log);
    rig.time.pass(50);
    expect(log).toEqual([]);
    rig.sleep(b, 50_000, log);
    expect(log).toEqual([50_000]);
    expect(rig.clock.sync()).toBe(50_000);
    rig.sleep(b, 200_000, log);
    expect(log).toEqual([50_000, 70_000]);
    expect(rig.presented).toEqual([50_000, 70_000]);
  });

  it('does not outrun timeScale: 600 sleeps of 100 ms at scale 60 take a second', () => {
    const rig = new Rig(60);
    const holder = rig.clock.join();
    holder.holding = true;
    const log: number[] = [];
    for (let i = 1; i <= 600; i++) {
      rig.sleep(holder, i * 100_000, log);
      while (log.length < i) rig.time.pass(0.25);
    }
    expect(log[599]).toBe(60_000_000);
    expect(rig.time.ms).toBeGreaterThan(997);
    expect(rig.time.ms).toBeLessThan(1010);
  });

  it('makes up for the moments in which a holder is awake between its sleeps', () => {
    const rig = new Rig(1);
    const holder = rig.clock.join();
    holder.holding = true;
    const log: number[] = [];
    for (let i = 1; i <= 50; i++) {
      rig.sleep(holder, i * 100_000, log);
      while (log.length < i) rig.time.pass(0.25);
      rig.time.pass(3);
    }
    expect(rig.time.ms).toBeGreaterThan(4990);
    expect(rig.time.ms).toBeLessThan(5010);
  });

  it('forgives real time lost while a holder was awake', () => {
    const rig = new Rig(1);
    const holder = rig.clock.join();
    holder.holding = true;
    const log: number[] = [];
    rig.clock.sync();
    rig.time.pass(5000);
    rig.sleep(holder, 100_000, log);
    rig.time.pass(90);
    expect(log).toEqual([]);
    rig.time.pass(10);
    expect(log).toEqual([100_000]);
  });

  it('answers work at the instant it ends, before a later sleeper', () => {
    const rig = new Rig(1000);
    const [sampler, runner] = [rig.clock.join(), rig.clock.join()];
    sampler.holding = runner.holding = true;
    const log: number[] = [];
    rig.workEndUs = 30_000;
    let doneUs = -1;
    runner.wait = {
      poll: () => {
        if (rig.clock['us'] < 30_000) return false;
        rig.workEndUs = null;
        doneUs = rig.clock['us'];
        return true;
      },
    };
    rig.sleep(sampler, 100_000, log);
    expect(doneUs).toBe(30_000);
    expect(log).toEqual([]);
    rig.clock.leave(runner);
    rig.clock.sync();
    expect(log).toEqual([100_000]);
  });

  it('continues when a holder leaves, without a jump for the time it held', () => {
    const rig = new Rig(10);
    const holder = rig.clock.join();
    holder.holding = true;
    rig.clock.sync();
    rig.time.pass(60_000);
    rig.clock.leave(holder);
    const afterUs = rig.clock.sync();
    expect(afterUs).toBeLessThanOrEqual(40_000);
    rig.time.pass(100);
    expect(rig.clock.sync()).toBe(afterUs + 1_000_000);
  });

  it('wakes a sleeper that does not hold, in real time', () => {
    const rig = new Rig(10);
    const log: number[] = [];
    rig.sleep(rig.clock.join(), 1_000_000, log);
    rig.time.pass(98);
    expect(log).toEqual([]);
    rig.time.pass(3);
    expect(log).toEqual([1_000_000]);
    expect(rig.time.pending).toBe(0);
  });
});
