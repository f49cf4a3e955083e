import type { EarlyPhase } from '../energy/phase-figures';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import type { CellDigest, FilledCell, LogStatistics } from './measured-cell';

type Figure = 'energy' | 'netEnergy' | 'duration' | 'power';

/** How well a phase repeats on a device. */
export interface PhasePools {
  energy: Repeatability;
  duration: Repeatability;
}

/** How well the trials of a device repeat, over its cells: each figure is looked at when it is first asked for. */
export class DevicePools {
  private readonly figures = new Map<Figure, Repeatability>();
  private readonly phases = new Map<EarlyPhase, PhasePools>();

  /** @param cells of one device. */
  constructor(private readonly cells: readonly FilledCell[]) {}

  of(figure: Figure): Repeatability {
    const pool = this.figures.get(figure) ?? this.poolOf((digest) => digest[figure]);
    this.figures.set(figure, pool);
    return pool;
  }

  ofPhase(phase: EarlyPhase): PhasePools {
    const pools = this.phases.get(phase) ?? {
      energy: this.poolOf(({ phases }) => phases[phase]?.energy ?? null),
      duration: this.poolOf(({ phases }) => phases[phase]?.duration ?? null),
    };
    this.phases.set(phase, pools);
    return pools;
  }

  private poolOf(statisticsOf: (digest: CellDigest) => LogStatistics | null): Repeatability {
    return poolVariance(having(this.cells, statisticsOf));
  }
}

function* having(
  cells: readonly FilledCell[],
  statisticsOf: (digest: CellDigest) => LogStatistics | null,
): Generator<LogStatistics> {
  for (const { digest } of cells) {
    const statistics = statisticsOf(digest);
    if (statistics) yield statistics;
  }
}
