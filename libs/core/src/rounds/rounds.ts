/**
 * Runs rounds one at a time: asked for again while one is under way, exactly one more follows. A round that fails is reported,
 * and the next one is tried as usual.
 */
export class Rounds {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly round: () => Promise<void>,
    private readonly failed: (error: Error) => void,
  ) {}

  /** Starts a round, or has the one under way followed by another. */
  request(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** Starts no more rounds; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.again = false;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.round().catch(this.failed);
    }
  }
}
