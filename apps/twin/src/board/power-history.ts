import type { RailPowersMw } from '../physics';

export type PowerPart = keyof RailPowersMw;
const PARTS: readonly PowerPart[] = ['totalMw', 'gpuMw', 'cpuMw', 'socMw'];
const STRIDE = 1 + PARTS.length;
/** The longest averaging window of the sensor is 50 s. */
const RETAINED_US = 60e6;
const INITIAL_SEGMENTS = 1024;

/**
 * Power as a piecewise constant function of time, kept as its integral, so that energy between two instants is exact and
 * costs two binary searches. Energies are in nJ (mW x µs); a double holds them exactly for days. What is older than 60 s
 * is forgotten when space is needed.
 */
export class PowerHistory {
  /** Rows of [end in µs, energy since the start in nJ by part]; row 0 is the start of what is known. */
  private rows = new Float64Array(INITIAL_SEGMENTS * STRIDE);
  private count = 1;

  constructor(startUs: number) {
    this.rows[0] = startUs;
  }

  /** Draws `power` from the end so far until `endUs`. */
  append(endUs: number, power: RailPowersMw): void {
    if ((this.count + 1) * STRIDE > this.rows.length) this.makeRoom();
    const last = (this.count - 1) * STRIDE;
    const next = this.count * STRIDE;
    const durationUs = endUs - this.at(last);
    this.rows[next] = endUs;
    PARTS.forEach((part, i) => {
      this.rows[next + 1 + i] = this.at(last + 1 + i) + power[part] * durationUs;
    });
    this.count++;
  }

  /** Energy drawn from the start until `tUs`, in nJ; `tUs` is clamped to what is known. */
  energyNj(part: PowerPart, tUs: number): number {
    const column = 1 + PARTS.indexOf(part);
    const row = this.rowAfter(tUs) * STRIDE;
    if (row === 0) return this.at(column);
    const startUs = this.at(row - STRIDE);
    const share = Math.min(1, (tUs - startUs) / (this.at(row) - startUs));
    const before = this.at(row - STRIDE + column);
    return before + (this.at(row + column) - before) * share;
  }

  /** Mean power between two instants, in mW; of what is known of it. */
  meanMw(part: PowerPart, fromUs: number, toUs: number): number {
    const from = Math.max(fromUs, this.at(0));
    return (this.energyNj(part, toUs) - this.energyNj(part, from)) / (toUs - from);
  }

  /** Index of the first row that ends at or after `tUs`, or the last one. */
  private rowAfter(tUs: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle * STRIDE) >= tUs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private makeRoom(): void {
    const keepFromUs = this.at((this.count - 1) * STRIDE) - RETAINED_US;
    const first = Math.max(0, this.rowAfter(keepFromUs) - 1);
    const kept = this.rows.subarray(first * STRIDE, this.count * STRIDE);
    const room = first > this.count / 2 ? this.rows.length : 2 * this.rows.length;
    this.rows = new Float64Array(room);
    this.rows.set(kept);
    this.count -= first;
  }

  private at(index: number): number {
    return this.rows[index] ?? 0;
  }
}
