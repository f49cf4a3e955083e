import type { Band } from './expectations';

/**
 * One figure of the study against what was found. `holds` and `fails`: a verdict. `reported`: it cannot be met together with
 * figures of higher priority, the note says why. `input`: it went into the model or is no property of a board. `unmeasured`: what it
 * takes was not measured.
 */
export interface Row {
  /** Path of the figure in expectations.json; a row covers everything below it. */
  path: string;
  expectation: string;
  study: string;
  found: string;
  tolerance: string;
  status: 'holds' | 'fails' | 'reported' | 'input' | 'unmeasured';
  note?: string;
}

type About = Pick<Row, 'path' | 'expectation' | 'note'>;

/** A figure that must lie within `slack` of the study's, as far as its `doubt`, the half-width of its interval, allows. */
export function rowNear(
  row: About,
  study: number,
  found: number,
  slack: { absolute: number; unit: string } | { relativePct: number; unit: string },
  doubt = 0,
): Row {
  const allowed = 'absolute' in slack ? slack.absolute : (Math.abs(study) * slack.relativePct) / 100;
  const tolerance = 'absolute' in slack ? `± ${slack.absolute} ${slack.unit}` : `± ${slack.relativePct} %`;
  return {
    ...row,
    study: `${shortened(study)} ${slack.unit}`,
    found: `${shortened(found)}${doubtText(doubt)} ${slack.unit}`,
    tolerance: slack.unit === '%' && 'absolute' in slack ? `± ${slack.absolute} points` : tolerance,
    status: Math.abs(found - study) <= allowed + doubt ? 'holds' : 'fails',
  };
}

/** Figures (one, or the least and the greatest of several) that must lie within a band, as far as their doubt allows. */
export function rowInside(
  row: About & { study?: string },
  band: Band,
  found: readonly number[],
  unit: string,
  doubt = 0,
): Row {
  const text = bandText([Math.min(...found), Math.max(...found)], unit);
  return {
    ...row,
    study: row.study ?? bandText(band, unit),
    found: doubt === 0 ? text : `${text} (± ${shortened(doubt)})`,
    tolerance: row.study === undefined ? 'inside' : bandText(band, unit),
    status: found.every((figure) => figure >= band[0] - doubt && figure <= band[1] + doubt) ? 'holds' : 'fails',
  };
}

/** So many of all must have a property. */
export function rowCount(row: About & Pick<Row, 'study'>, least: number, found: readonly boolean[]): Row {
  const met = found.filter(Boolean).length;
  return {
    ...row,
    found: `${met} of ${found.length}`,
    tolerance: `at least ${least}`,
    status: met >= least ? 'holds' : 'fails',
  };
}

/** What it takes was not measured. */
export function rowUnmeasured(path: string, expectation: string): Row {
  return { path, expectation, study: 'see file', found: '-', tolerance: '-', status: 'unmeasured' };
}

/** Half-width of the interval of 100 (a / b - 1), in points, from those of a and b as shares. */
export function ratioDoubtPct(ratio: number, ...doubts: readonly number[]): number {
  return 100 * ratio * Math.hypot(...doubts);
}

export function shortened(figure: number): string {
  return String(Number(figure.toFixed(2)));
}

function doubtText(doubt: number): string {
  return doubt === 0 ? '' : ` ± ${shortened(doubt)}`;
}

function bandText([low, high]: Band, unit: string): string {
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (low === -Infinity) return `<= ${shortened(high)}${suffix}`;
  if (high === Infinity) return `>= ${shortened(low)}${suffix}`;
  return low === high ? `${shortened(low)}${suffix}` : `${shortened(low)} .. ${shortened(high)}${suffix}`;
}
