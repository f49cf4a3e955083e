/** A timer that fires later than this was held up by a pause of this process: stopped, or busy. */
const LATE_MS = 1_000;

/**
 * Calls `fire` after `ms`, unless cancelled. When this process itself was paused in that time, what the other side sent still
 * waits to be read: it gets the time once more. Returns what cancels it.
 */
export function patientTimeout(ms: number, fire: () => void, lateMs: number = LATE_MS): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const dueMs = performance.now() + ms;
    timer = setTimeout(() => (performance.now() - dueMs > lateMs ? arm() : fire()), ms);
  };
  arm();
  return () => clearTimeout(timer);
}
