import type { DeviceEventView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatMoment } from '../format/format-moment';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** What happened to a device: one event a row. */
export function renderEvents(events: readonly DeviceEventView[], screen: Screen): string {
  if (events.length === 0) return 'Nothing has happened to it yet.';
  const rows = events.map(({ at, kind, actor, message }) => {
    const cells = [formatMoment(at), kind, actor];
    return { cells, parts: cells, lines: (columns: number) => wrapText(message, columns) };
  });
  return renderWrappedTable(['when', 'what', 'who', 'message'], rows, screen);
}
