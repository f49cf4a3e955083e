/** So many lines that say the same are written in one period; the rest are counted. */
const WRITTEN_PER_PERIOD = 3;
const PERIOD_MS = 60_000;
const MAX_KINDS = 500;
const KEY_CHARACTERS = 300;
/** Ids and long figures differ in lines that say the same. */
const VARYING = /[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|\d{5,}/g;

interface Kind {
  sinceMs: number;
  written: number;
  suppressed: number;
}

/** Bounds how often warnings and errors that say the same are logged: a server that is away fails every call. */
export class RepeatedLines {
  private readonly kinds = new Map<string, Kind>();

  /**
   * How many lines like this one were left out since the last that was written; null: leave this one out as well.
   * @param nowMs on a clock that is never set.
   */
  take(text: string, nowMs: number): number | null {
    const key = text.slice(0, KEY_CHARACTERS).replace(VARYING, '#');
    const kind = this.kinds.get(key);
    if (kind && nowMs - kind.sinceMs < PERIOD_MS) {
      if (kind.written++ < WRITTEN_PER_PERIOD) return 0;
      kind.suppressed++;
      return null;
    }
    this.kinds.delete(key);
    this.kinds.set(key, { sinceMs: nowMs, written: 1, suppressed: 0 });
    if (this.kinds.size > MAX_KINDS) this.kinds.delete(this.kinds.keys().next().value!);
    return kind?.suppressed ?? 0;
  }
}
