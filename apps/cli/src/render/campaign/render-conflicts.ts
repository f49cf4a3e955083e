import type { PlanConflict } from '@joulefleet/contracts';
import { formatMoment } from '../format/format-moment';

/** Of a campaign that is launched; it may be changed afterwards. */
const OWN_PRIORITY = 0;

/** A line for each time in which one device of a plan has something else to do. */
export function renderConflicts(device: string, conflicts: readonly PlanConflict[]): string[] {
  const own = conflicts.filter((conflict) => conflict.device === device);
  return own.map((conflict) => {
    const { startsAt, endsAt } = conflict;
    const end = endsAt === null ? '' : ` to ${formatMoment(endsAt)}`;
    return `conflict: ${describe(conflict)} from ${formatMoment(startsAt)}${end}; ${effectOf(conflict)}`;
  });
}

function describe({ kind, name }: PlanConflict): string {
  if (kind === 'maintenance') return `maintenance (${name})`;
  return name === null ? "a night of somebody's schedule" : `a night of ${name}`;
}

function effectOf({ priority }: PlanConflict): string {
  if (priority === null || priority > OWN_PRIORITY) return 'this campaign waits meanwhile';
  return priority === OWN_PRIORITY ? 'the two take turns' : 'the night waits';
}
