import type { PlanConflict } from '@joulefleet/contracts';

/** Of a campaign that is launched; it may be changed afterwards. */
const OWN_PRIORITY = 0;

/** What else a device has to do while it would measure, and who waits. */
export function describeConflict(conflict: PlanConflict, formatMoment: (iso: string) => string): string {
  const { startsAt, endsAt } = conflict;
  const end = endsAt === null ? '' : ` to ${formatMoment(endsAt)}`;
  return `${whatIs(conflict)} from ${formatMoment(startsAt)}${end}: ${effectOf(conflict)}`;
}

function whatIs({ kind, name }: PlanConflict): string {
  if (kind === 'maintenance') return `Maintenance (${name})`;
  return name === null ? 'A night of somebody’s schedule' : `A night of ${name}`;
}

function effectOf({ priority }: PlanConflict): string {
  if (priority === null || priority > OWN_PRIORITY) return 'this campaign waits meanwhile.';
  return priority === OWN_PRIORITY ? 'the two take turns.' : 'the night waits.';
}
