import type { Band } from '../expectations';

/**
 * One figure of the study against the twin. `holds` and `fails`: a verdict. `reported`: it cannot be met together with
 * figures of higher priority, the note says why. `input`: it went into the model or is no property of a twin.
 */
export interface Row {
  /** Where the figure stands in expectations.json; a row covers everything below its path. */
  path: string;
  expectation: string;
  study: string;
  twin: string;
  tolerance: string;
  status: 'holds' | 'fails' | 'reported' | 'input';
  note?: string;
}

/** A figure that must lie within `slack` of the study's. */
export function rowNear(
  row: Pick<Row, 'path' | 'expectation' | 'note'>,
  study: number,
  twin: number,
  slack: { absolute: number; unit: string } | { relativePct: number; unit: string },
): Row {
  const allowed = 'absolute' in slack ? slack.absolute : (Math.abs(study) * slack.relativePct) / 100;
  const tolerance = 'absolute' in slack ? `± ${slack.absolute} ${slack.unit}` : `± ${slack.relativePct} %`;
  return {
    ...row,
    study: `${shortened(study)} ${slack.unit}`,
    twin: `${shortened(twin)} ${slack.unit}`,
    tolerance: slack.unit === '%' && 'absolute' in slack ? `± ${slack.absolute} points` : tolerance,
    status: Math.abs(twin - study) <= allowed ? 'holds' : 'fails',
  };
}

/** Figures (one, or the least and the greatest of several) that must lie within a band. */
export function rowInside(
  row: Pick<Row, 'path' | 'expectation' | 'note'> & { study?: string },
  band: Band,
  twin: readonly number[],
  unit: string,
): Row {
  return {
    ...row,
    study: row.study ?? bandText(band, unit),
    twin: bandText([Math.min(...twin), Math.max(...twin)], unit),
    tolerance: row.study === undefined ? 'inside' : bandText(band, unit),
    status: twin.every((figure) => figure >= band[0] && figure <= band[1]) ? 'holds' : 'fails',
  };
}

/** So many of all must have a property. */
export function rowCount(
  row: Pick<Row, 'path' | 'expectation' | 'study' | 'note'>,
  least: number,
  found: readonly boolean[],
): Row {
  const met = found.filter(Boolean).length;
  return {
    ...row,
    twin: `${met} of ${found.length}`,
    tolerance: `at least ${least}`,
    status: met >= least ? 'holds' : 'fails',
  };
}

export function shortened(figure: number): string {
  return String(Number(figure.toFixed(2)));
}

function bandText([low, high]: Band, unit: string): string {
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (low === -Infinity) return `<= ${shortened(high)}${suffix}`;
  if (high === Infinity) return `>= ${shortened(low)}${suffix}`;
  return low === high ? `${shortened(low)}${suffix}` : `${shortened(low)} .. ${shortened(high)}${suffix}`;
}
