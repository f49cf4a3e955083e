import type { NoticeTargetView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatDistance } from '../format/format-moment';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** One row per target, with where it goes and how it is doing. */
export function renderTargets(targets: readonly NoticeTargetView[], screen: Screen): string {
  const rows = targets.map((target) => {
    const { name, kind, schedules, pending } = target;
    const cells = [name, kind, schedules?.join(', ') ?? 'all', describeWhen(target), String(pending)];
    return {
      cells,
      parts: [screen.colors.bold(name), kind, `schedules: ${cells[2]}`, cells[3]!, `pending: ${pending}`],
      lines: (columns: number) =>
        [target.to, ...describeState(target, screen)].flatMap((text) => wrapText(text, columns)),
    };
  });
  return renderWrappedTable(['target', 'kind', 'schedules', 'sends', 'pending', 'to'], rows, screen);
}

function describeWhen({ always, nextWeeklyAt }: NoticeTargetView): string {
  return `${always ? 'each night' : 'news'}${nextWeeklyAt === null ? '' : ', weekly'}`;
}

function describeState({ lastSentAt, lastError, tls }: NoticeTargetView, { colors, nowMs }: Screen): string[] {
  return [
    ...(tls ? [] : [colors.yellow('without TLS')]),
    ...(lastSentAt === null ? [] : [`last sent ${formatDistance(lastSentAt, nowMs)}`]),
    ...(lastError === null ? [] : [colors.red(`last error: ${lastError}`)]),
  ];
}
