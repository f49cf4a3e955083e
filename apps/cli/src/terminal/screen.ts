import type { Colors, Session } from './session';

/** What a result is shown on: as wide as its lines may be, and when. */
export interface Screen {
  readonly colors: Colors;
  /** Infinity where the output is no terminal: a program reads whole lines. */
  readonly columns: number;
  readonly nowMs: number;
}

export function screenOf(session: Session): Screen {
  const { isTTY, columns } = session.io.stdout;
  return { colors: session.colors, columns: (isTTY && columns) || Infinity, nowMs: Date.now() };
}
