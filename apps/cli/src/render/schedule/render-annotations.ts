import type { NightChanges } from '@joulefleet/contracts';
import { describeChangeSize, describeNightChange } from '@joulefleet/figures';

type Level = 'error' | 'warning' | 'notice';

/**
 * Judged nights as commands of GitHub Actions: an error for each open change for the worse, a notice for the better, a warning for
 * what is suspected or acknowledged and where there are too few nights, and a line for the log.
 */
export function renderAnnotations({ schedule, changes, learning, nights, simulated }: NightChanges): string {
  const lines = changes.flatMap((change) => {
    const level = levelOf(change);
    if (level === null) return [];
    const title = `${schedule}: ${describeChangeSize(change)}${change.state === 'suspected' ? ', suspected' : ''}`;
    return [annotation(level, title, `${describeNightChange(change)}; since ${change.since.local}`)];
  });
  if (learning > 0) lines.push(annotation('warning', `${schedule}: not judged yet`, `${learning} more nights`));
  const open = changes.filter(({ state }) => state === 'confirmed').length;
  return [...lines, `${schedule}: ${nights} nights, ${open} open changes${simulated ? ', simulated' : ''}`].join('\n');
}

function levelOf({ state, changePct, acknowledged }: NightChanges['changes'][number]): Level | null {
  if (state === 'suspected' || acknowledged) return 'warning';
  if (state !== 'confirmed') return null;
  return changePct > 0 ? 'error' : 'notice';
}

/** Escaped as the runner's own toolkit does: data and properties differ. */
function annotation(level: Level, title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
