import type { NightSeriesList } from '@joulefleet/contracts';
import { METRIC_WORDS } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** Everything that is judged over the nights, a row each. */
export function renderNightSeries({ series }: NightSeriesList, screen: Screen): string {
  if (series.length === 0) return 'No night has measured anything yet.';
  return renderWrappedTable(
    ['nights', 'last night', 'would show', 'what'],
    series.map((each) => {
      const cells = [String(each.nights), percent(each.changePct, true), percent(each.detectablePct, false)];
      return { cells, parts: cells, lines: (columns) => wrapText(describe(each), columns) };
    }),
    screen,
  );
}

function percent(value: number | null, signed: boolean): string {
  return value === null ? '-' : `${signed && value > 0 ? '+' : ''}${value.toFixed(1)} %`;
}

function describe({ kind, about, device, metric, sentinel }: NightSeriesList['series'][number]): string {
  const where = kind === 'device' ? `all of ${about}` : kind === 'group' ? `group ${about}` : `${device}: ${about}`;
  return [METRIC_WORDS[metric], `${where}${sentinel ? ' (sentinel)' : ''}`].join('; ');
}
