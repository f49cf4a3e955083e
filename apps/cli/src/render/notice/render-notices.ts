import type { NoticeView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { wrapText } from '../../terminal/wrap-text';
import { formatDistance, formatMoment } from '../format/format-moment';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** Attempts that are shown of a notice. */
const SHOWN = 5;

/** One row per notice, the newest first, with its last attempts. */
export function renderNotices(notices: readonly NoticeView[], screen: Screen): string {
  if (notices.length === 0) return 'No notice was written yet.';
  const rows = notices.map((notice) => {
    const cells = [formatMoment(notice.createdAt), notice.target, notice.kind, describeState(notice, screen.colors)];
    return {
      cells,
      parts: cells,
      lines: (columns: number) =>
        [notice.title, ...describeTried(notice, screen)].flatMap((text) => wrapText(text, columns)),
    };
  });
  return renderWrappedTable(['written', 'target', 'kind', 'state', 'title, and attempts'], rows, screen);
}

/** What came of a test. */
export function renderTest(notice: NoticeView, screen: Screen): string {
  const [attempt] = notice.tried;
  const said = `${attempt?.detail ?? 'nothing is known of it'}${typeof attempt?.tookMs === 'number' ? ` (${attempt.tookMs} ms)` : ''}`;
  const title = notice.state === 'sent' ? screen.colors.green('sent') : screen.colors.red('not sent');
  return wrapText(`${notice.target}: ${title}; ${said}`, screen.columns).join('\n');
}

function describeState({ state }: NoticeView, colors: Colors): string {
  if (state === 'sent') return colors.green('sent');
  return state === 'pending' ? colors.yellow('pending') : colors.red('given up');
}

function describeTried({ tried, attempts, nextAttemptAt }: NoticeView, { nowMs }: Screen): string[] {
  const shown = tried.slice(0, SHOWN);
  const lines = shown.map(({ number, startedAt, sent, detail }) => {
    const what = sent === null ? 'under way' : sent ? 'sent' : 'not sent';
    return `${number}. ${formatMoment(startedAt)}: ${what}${detail === null ? '' : `: ${detail}`}`;
  });
  if (attempts > shown.length) lines.push(`and ${attempts - shown.length} before`);
  if (nextAttemptAt !== null) lines.unshift(`next attempt ${formatDistance(nextAttemptAt, nowMs)}`);
  return lines;
}
