/**
 * How long a shard is executed here, up to the last record that came, on a clock that is never set. Each part is taken once, by
 * whoever stores it.
 */
export class BusyTime {
  private untilMs: number;
  private ms = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {
    this.untilMs = nowMs();
  }

  /** A record came: the time up to now counts. */
  mark(): void {
    const nowMs = this.nowMs();
    this.ms += nowMs - this.untilMs;
    this.untilMs = nowMs;
  }

  /** Hands what was not taken yet to `store`, in ms; what could not be stored is taken again. */
  async handTo(store: (ms: number) => Promise<boolean>): Promise<boolean> {
    const { ms } = this;
    this.ms = 0;
    try {
      return await store(ms);
    } catch (error) {
      this.ms += ms;
      throw error;
    }
  }
}
