import { derivedRandom, normalDeviate, type Random, type SearchTrial, type TrialPurpose } from '@joulefleet/core';
import { trialS, type Surface } from './surface';

/** How trials vary. All are relative standard deviations. */
export interface Noise {
  /** Of energy between repetitions; half of its variance is of time. */
  readonly repetition: number;
  /** Of power over the time of the device, forgotten in 20 minutes. */
  readonly drift: number;
}

const FORGET_S = 1_200;

/** Measures cells of a surface one after the other, on one device, as a lab would. */
export class SimulatedLab {
  private nowS = 0;
  private drift: number;
  private readonly random: Random;

  constructor(
    private readonly surface: Surface,
    private readonly noise: Noise,
    seed: string,
  ) {
    this.random = derivedRandom(1, `lab|${surface.name}|${seed}`);
    this.drift = noise.drift * normalDeviate(this.random);
  }

  get usedS(): number {
    return this.nowS;
  }

  measure(row: number, purpose: TrialPurpose): SearchTrial {
    const { durationMs, energyMj } = this.surface.truth[row]!;
    const each = this.noise.repetition / Math.SQRT2;
    const longer = Math.exp(each * normalDeviate(this.random));
    const power = Math.exp(each * normalDeviate(this.random) + this.drift);
    const startedAtMs = 1e3 * this.nowS;
    const deviceS = trialS(this.surface, row);
    this.pass(deviceS);
    const measured = { durationMs: durationMs * longer, energyMj: energyMj * longer * power };
    const { cell } = this.surface.candidates[row]!;
    return {
      cell,
      deviceId: 'a',
      purpose,
      state: 'accepted',
      outOfMemory: false,
      ...measured,
      startedAtMs,
      deviceMs: 1e3 * deviceS,
    };
  }

  private pass(seconds: number): void {
    this.nowS += seconds;
    const kept = Math.exp(-seconds / FORGET_S);
    this.drift = kept * this.drift + Math.sqrt(1 - kept ** 2) * this.noise.drift * normalDeviate(this.random);
  }
}
