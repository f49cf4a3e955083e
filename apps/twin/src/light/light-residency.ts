import type { TrialBody } from '@joulefleet/contracts';
import type { ClockCounter } from '../board/clock-counter';
import type { LightBoard } from './light-board';
import type { ClockReading, LightSampler } from './light-sampler';

type Residency = NonNullable<TrialBody['residency']>;

/** Ticks of user space, in which cpufreq counts. */
const TICK_MS = 10;

/** How long each clock was at each level during the inference window: by counters where the board's kernel has them. */
export class LightResidency {
  private readonly startUs: number;
  private readonly before: { cpu: (readonly number[])[]; gpu: readonly number[] };

  /** The window begins. */
  constructor(
    private readonly light: LightBoard,
    private readonly sampler: LightSampler,
  ) {
    const { cpu, gpu } = light.board.counters;
    this.startUs = light.board.nowUs;
    this.before = { cpu: cpu.map(({ spent }) => spent), gpu: gpu.spent };
  }

  /** The window ends. */
  end(): Residency | null {
    const endUs = this.light.board.nowUs;
    if (this.light.layout.countsClocks) return this.counted((endUs - this.startUs) / 1000);
    const looks = this.sampler.looks.filter(({ tUs }) => tUs >= this.startUs && tUs <= endUs);
    return looks.length === 0 ? null : this.sampled(looks, (endUs - this.startUs) / 1000);
  }

  private counted(spanMs: number): Residency {
    const { cpu, gpu } = this.light.board.counters;
    const meta = { method: 'counters', resolutionMs: TICK_MS, spanMs } as const;
    return {
      cpu: cpu.map((counter, i) => ({
        ...meta,
        policy: this.light.policyNumber(i),
        levels: spentMs(counter, this.before.cpu[i]!, TICK_MS).map(([khz, ms]) => ({ khz, ms })),
      })),
      gpu: { ...meta, levels: spentMs(gpu, this.before.gpu, 1).map(([hz, ms]) => ({ hz, ms })) },
      emc: null,
    };
  }

  private sampled(looks: readonly ClockReading[], spanMs: number): Residency {
    const resolutionMs = spanMs / looks.length;
    const meta = { method: 'sampled', resolutionMs, spanMs } as const;
    const shares = (levels: readonly number[]): [number, number][] =>
      [...new Set(levels)].map((level) => [level, levels.filter((other) => other === level).length * resolutionMs]);
    return {
      cpu: looks[0]!.cpuKhz.map((_, i) => ({
        ...meta,
        policy: this.light.policyNumber(i),
        levels: shares(looks.map(({ cpuKhz }) => cpuKhz[i]!)).map(([khz, ms]) => ({ khz, ms })),
      })),
      gpu: { ...meta, levels: shares(looks.map(({ gpuHz }) => gpuHz)).map(([hz, ms]) => ({ hz, ms })) },
      emc: null,
    };
  }
}

/** Levels with the time that a counter in steps of `stepMs` adds for each. */
function spentMs(counter: ClockCounter, before: readonly number[], stepMs: number): [number, number][] {
  const shown = (us: number): number => Math.floor(us / (stepMs * 1000)) * stepMs;
  const { spent } = counter;
  const each = counter.levels.map((level, i): [number, number] => [level, shown(spent[i]!) - shown(before[i]!)]);
  return each.filter(([, ms]) => ms > 0);
}
