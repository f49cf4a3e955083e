import type { CellView, RecomputedAttempt, ReportView } from '@joulefleet/contracts';
import { appendTo } from '@joulefleet/core';

/** How the energies of a device moved. */
export interface MovedDevice {
  device: string;
  /** Attempts. */
  moved: number;
  meanChangePct: number;
  largestChangePct: number;
}

/** A row of the report whose optimum is another cell after the move. */
export interface MovedOptimum {
  device: string;
  workload: string;
  batchSize: number;
  before: string;
  after: string;
}

/** Gathers by device and cell what moves. */
export class MovedCells {
  private readonly devices = new Map<string, number[]>();
  private readonly cells = new Map<string, number[]>();
  private readonly verdicts = new Set<string>();

  add({ device, cellKey, verdict, energyMj: { before, after } }: RecomputedAttempt): void {
    const key = `${device} ${cellKey}`;
    if (verdict.before !== verdict.after) this.verdicts.add(key);
    if (!before || !after) return;
    appendTo(this.devices, device, Math.log(after / before));
    if (verdict.after === 'accepted') appendTo(this.cells, key, Math.log(after / before));
  }

  byDevice(): MovedDevice[] {
    return [...this.devices].map(([device, moves]) => ({
      device,
      moved: moves.length,
      meanChangePct: percentOf(moves.reduce((sum, move) => sum + move, 0) / moves.length),
      largestChangePct: percentOf(moves.reduce((most, move) => (Math.abs(move) > Math.abs(most) ? move : most), 0)),
    }));
  }

  /** `device cellKey` of the cells in which the verdict on an attempt changes. */
  withVerdict(): string[] {
    return [...this.verdicts];
  }

  /** Optima of a report that was made before the move. Each cell moves by the mean of its trials. */
  optima({ rows }: Pick<ReportView, 'rows'>): MovedOptimum[] {
    return rows.flatMap((row) => {
      const after = leastOf(row.cells, (cell) => this.energyOf(row.device, cell));
      if (!row.optimum || !after || after.cellKey === row.optimum.cellKey) return [];
      const { device, workload, batchSize } = row;
      return [{ device, workload, batchSize, before: row.optimum.cellKey, after: after.cellKey }];
    });
  }

  private energyOf(device: string, { cellKey, trials, energyMj }: CellView): number {
    const moves = this.cells.get(`${device} ${cellKey}`) ?? [];
    return energyMj.estimate * Math.exp(moves.reduce((sum, move) => sum + move, 0) / trials);
  }
}

function leastOf(cells: readonly CellView[], energyOf: (cell: CellView) => number): CellView | null {
  return cells.reduce<CellView | null>(
    (least, cell) => (!least || energyOf(cell) < energyOf(least) ? cell : least),
    null,
  );
}

function percentOf(move: number): number {
  return 100 * Math.expm1(move);
}
