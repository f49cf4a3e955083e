import type { NightBisect } from '@joulefleet/contracts';
import { describeChangeSize } from './describe-night-change';

type Described = Pick<
  NightBisect,
  'state' | 'before' | 'since' | 'between' | 'skipped' | 'changePct' | 'lowPct' | 'highPct' | 'detail'
>;

/** Which version made a change, as far as it is known, in one line: `bisect: v4 made it, +3.1 % (2.6 to 3.6) against v3`. */
export function describeBisect(bisect: Described): string {
  const { skipped, detail } = bisect;
  const more = [
    ...(skipped.length === 0 ? [] : [`not measurable: ${skipped.join(', ')}`]),
    ...(detail === null ? [] : [detail]),
  ];
  return [`bisect: ${verdictOf(bisect)}`, ...more].join('; ');
}

function verdictOf(bisect: Described): string {
  const { state, before, since, between } = bisect;
  if (state === 'alike') return `${before} and ${since} do not differ here`;
  if (state === 'unmeasured') return `${before} or ${since} could not be measured`;
  const { changePct, ...ends } = bisect;
  if (changePct === null) {
    return state === 'running' || state === 'failed'
      ? `between ${before} and ${since}, nothing is known yet`
      : `whether ${before} and ${since} differ is not known`;
  }
  const size = describeChangeSize({ changePct, ...ends });
  if (between.length === 0) return `${since} made it, ${size} against ${before}`;
  return `between ${before} and ${since}, ${size}; ${between.length} more in between`;
}
