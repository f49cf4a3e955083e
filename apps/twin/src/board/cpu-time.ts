/** One tick of /proc/stat, in µs. */
const TICK_US = 10_000;

/** How long a board's cores were busy and idle since boot: that of its workload, and of whatever else a test puts on it. */
export class CpuTime {
  /** Fraction of all cores that something other than a workload keeps busy. */
  foreignFraction = 0;
  private busyUs = 0;
  private idleUs = 0;

  constructor(
    private readonly cores: number,
    private seenUs: number,
  ) {}

  /** Accounts for the time up to `nowUs`; a workload is one busy thread. */
  advance(nowUs: number, workloadBusy: boolean): void {
    const allUs = (nowUs - this.seenUs) * this.cores;
    const fraction = Math.min(1, this.foreignFraction + (workloadBusy ? 1 / this.cores : 0));
    this.busyUs += allUs * fraction;
    this.idleUs += allUs * (1 - fraction);
    this.seenUs = nowUs;
  }

  /** First line of /proc/stat: user nice system idle iowait irq softirq steal guest guest_nice, in ticks. */
  statLine(): string {
    const [busy, idle] = [this.busyUs, this.idleUs].map((us) => Math.floor(us / TICK_US));
    return `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0`;
  }
}
