import { limitedCost, meansByRow, type SearchContext } from '../search-context';
import { measure, type Method, type MethodStep } from './method';
import { triedOften } from './simple';
import { allowedRows, greatest } from './start-rows';

/** Trials of each cell that is looked at. */
const REPETITIONS = 3;
/** First step along the gradient, in parts of an axis for a relative change of cost of 1 over the axis; it is halved where it does not help. */
const FIRST_STEP = 1;
const STEPS = 40;

/**
 * Gradient descent on the grid (6.1.3): finite differences to the next lower level of each axis, a step against the gradient, projected on the
 * grid; from the highest clocks.
 */
export const gradient: Method = function* (context) {
  yield;
  return new Descent(context).run();
};

/** A row whose cost is not known yet. */
class Unmeasured extends Error {
  constructor(readonly row: number) {
    super('not measured yet');
  }
}

class Descent {
  private readonly rows: number[];
  private readonly means;

  constructor(private readonly context: SearchContext) {
    this.rows = allowedRows(context);
    this.means = meansByRow(context);
  }

  /** The walk from its start, by what is measured; asks for the first cell that it does not know. */
  run(): MethodStep {
    try {
      this.walk();
      return { kind: 'end', outcome: 'ended' };
    } catch (error) {
      if (!(error instanceof Unmeasured)) throw error;
      const tried = triedOften(this.context).get(error.row) ?? 0;
      return tried < REPETITIONS ? measure(error.row) : { kind: 'wait' };
    }
  }

  private walk(): void {
    let at = greatest(this.rows, (row) => this.placeOf(row).reduce((sum, place) => sum + place, 0));
    let step = FIRST_STEP;
    for (let count = 0; count < STEPS && step > 0.02; count++) {
      const here = this.costOf(at);
      const slopes = this.slopesAt(at, here);
      const next = this.project(this.placeOf(at).map((place, axis) => place - step * slopes[axis]!));
      if (next !== at && this.costOf(next) < here) at = next;
      else step /= 2;
    }
  }

  /** Relative change of cost over a whole axis. */
  private slopesAt(at: number, here: number): number[] {
    return this.placeOf(at).map((_, axis) => {
      const neighbour = this.neighbourOf(at, axis);
      if (neighbour === at) return 0;
      const distance = this.placeOf(at)[axis]! - this.placeOf(neighbour)[axis]!;
      return (here - this.costOf(neighbour)) / here / distance;
    });
  }

  /** The next lower level of an axis, or the next higher where there is none. */
  private neighbourOf(at: number, axis: number): number {
    const place = this.placeOf(at);
    const alike = this.rows.filter((row) => this.placeOf(row).every((other, a) => a === axis || other === place[a]));
    const below = alike.filter((row) => this.placeOf(row)[axis]! < place[axis]!);
    if (below.length > 0) return greatest(below, (row) => this.placeOf(row)[axis]!);
    const above = alike.filter((row) => this.placeOf(row)[axis]! > place[axis]!);
    return above.length > 0 ? greatest(above, (row) => -this.placeOf(row)[axis]!) : at;
  }

  private project(place: readonly number[]): number {
    return greatest(this.rows, (row) => -Math.hypot(...this.placeOf(row).map((other, axis) => other - place[axis]!)));
  }

  private costOf(row: number): number {
    const figures = this.means.get(row);
    if (figures === undefined || figures.trials < REPETITIONS) throw new Unmeasured(row);
    return limitedCost(this.context, row, figures);
  }

  private placeOf(row: number): number[] {
    const { axes, places } = this.context.space;
    return axes.map((_, axis) => places[row * axes.length + axis]!);
  }
}
