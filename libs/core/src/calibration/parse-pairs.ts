import type { CalibrationPair } from './calibration';

/** Pairs of a table, or the line that is none. */
export type ParsedPairs = { ok: true; pairs: CalibrationPair[] } | { ok: false; line: number; message: string };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Pairs from a table of two or three columns: reading in mW, meter in mW, and the standard uncertainty of the meter in mW. Columns
 * are separated by commas, semicolons or tabs. A first line without figures is a heading; empty lines and lines that begin with
 * `#` are left out. Pure.
 */
export function parsePairs(text: string): ParsedPairs {
  const pairs: CalibrationPair[] = [];
  let isFirst = true;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim());
    const isHeading = isFirst && cells.every((cell) => !/\d/.test(cell) && !/^nan$/i.test(cell));
    isFirst = false;
    if (isHeading) continue;
    const figures = cells.map((cell) => (NUMBER.test(cell) ? Number(cell) : NaN));
    const message = faultOf(cells, figures);
    if (message) return { ok: false, line: index + 1, message };
    pairs.push({ readingMw: figures[0]!, meterMw: figures[1]!, meterUncertaintyMw: figures[2] ?? null });
  }
  return { ok: true, pairs };
}

function faultOf(cells: readonly string[], figures: readonly number[]): string | null {
  if (cells.length !== 2 && cells.length !== 3) {
    return `${cells.length} columns; expected reading in mW, meter in mW and, if known, the meter's standard uncertainty in mW`;
  }
  const bad = figures.findIndex((figure) => !Number.isFinite(figure));
  return bad < 0 ? null : `${JSON.stringify(cells[bad]!.slice(0, 40))} must be a number`;
}
