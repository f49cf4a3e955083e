const LIVELY_MS = 50;
const QUIET_MS = 1000;
/** For so long after the last sign of someone looking, files are kept lively. */
const ATTENTION_MS = 2000;

/**
 * Keeps the changing files of a free-running twin fresh for whoever looks at them: 20 times a second while someone is
 * active, once a second while a command runs in silence, never when nobody is there.
 */
export class Refresher {
  private commands = 0;
  private seenMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly refresh: () => void) {}

  /** Someone did something. */
  touch(): void {
    this.seenMs = performance.now();
    if (this.timer === null) this.arm(LIVELY_MS);
  }

  commandStarted(): void {
    this.commands++;
    this.refresh();
    this.stop();
    this.touch();
  }

  commandEnded(): void {
    this.commands--;
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(delayMs: number): void {
    this.timer = setTimeout(() => this.tick(), delayMs);
  }

  private tick(): void {
    this.timer = null;
    const attended = performance.now() - this.seenMs < ATTENTION_MS;
    if (!attended && this.commands === 0) return;
    this.refresh();
    this.arm(attended ? LIVELY_MS : QUIET_MS);
  }
}
