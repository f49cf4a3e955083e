import type { LogFigure } from '../statistics/cell-interval';
import { mayBeLeast } from '../statistics/near-best';

export type RankedFigure = 'energy' | 'duration' | 'power';

/** Which cells of a row may be the one of least energy, duration or power: looked at when it is first asked for. */
export class LeastOfRow<Cell extends Readonly<Record<RankedFigure, LogFigure>>> {
  private readonly known = new Map<RankedFigure, ReadonlySet<Cell>>();

  constructor(private readonly cells: readonly Cell[]) {}

  /** Those that may be the least by a figure (`mayBeLeast`). */
  by(figure: RankedFigure): ReadonlySet<Cell> {
    const found = this.known.get(figure) ?? new Set(mayBeLeast(this.cells, (cell) => cell[figure]));
    this.known.set(figure, found);
    return found;
  }
}
