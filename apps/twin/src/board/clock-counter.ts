/** How long one clock was at each level since boot, and how often it went from one to another, as a kernel counts it. */
export class ClockCounter {
  private readonly spentUs: number[];
  private readonly changes: number[][];
  private current: number | null = null;

  /** `levels` ascending. */
  constructor(readonly levels: readonly number[]) {
    this.spentUs = levels.map(() => 0);
    this.changes = levels.map(() => levels.map(() => 0));
  }

  /** It ran at a level for so long. */
  add(level: number, durationUs: number): void {
    const now = this.levels.indexOf(level);
    if (now < 0) throw new RangeError(`${level} is not a level of this clock`);
    if (this.current !== null && this.current !== now) this.changes[this.current]![now]!++;
    this.current = now;
    this.spentUs[now]! += durationUs;
  }

  /** Time at each level since boot, in µs, in the order of `levels`. */
  get spent(): readonly number[] {
    return [...this.spentUs];
  }

  get transitions(): number {
    return this.changes.flat().reduce((sum, count) => sum + count, 0);
  }

  /** cpufreq's stats/time_in_state: level and ticks of 10 ms. */
  timeInState(): string {
    return this.levels.map((level, i) => `${level} ${Math.floor(this.spentUs[i]! / 10_000)}`).join('\n');
  }

  /** devfreq's trans_stat: changes from (rows) to (columns), with the time in ms last; the star is at the level of now. */
  transStat(): string {
    const cell = (value: number | string): string => String(value).padStart(10);
    const rows = this.levels.map((level, i) => {
      const mark = i === (this.current ?? 0) ? '*' : ' ';
      const times = String(Math.floor(this.spentUs[i]! / 1000)).padStart(10);
      return `${mark}${cell(level)}:${this.changes[i]!.map(cell).join('')}${times}`;
    });
    const head = ['     From  :   To', `           :${this.levels.map(cell).join('')}   time(ms)`];
    return [...head, ...rows, `Total transition : ${this.transitions}`].join('\n');
  }
}
