import type { TrialCounts } from '@joulefleet/contracts';

/** `114 of 180 trials accepted, 2 failed, 64 not measured`: every trial that is over is in one of them. */
export function describeCounts({ accepted, total, failed, skipped }: TrialCounts): string {
  const others = [failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} not measured`].filter(Boolean);
  return [`${accepted} of ${total} trials accepted`, ...others].join(', ');
}
