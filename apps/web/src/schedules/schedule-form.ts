import type { AddScheduleRequest, EditScheduleRequest, ScheduleView } from '@joulefleet/contracts';

/** What a person types of a schedule; an empty text is none. */
export interface ScheduleForm {
  name: string;
  cron: string;
  zone: string;
  window: string;
  lateUntil: string;
  overlap: 'skip' | 'queue';
  budgetHours: string;
  priority: string;
  resolver: string;
  source: string;
}

export const SOURCE_NAME = 'campaign.yaml';

export function emptyForm(zone: string): ScheduleForm {
  const none = { window: '', lateUntil: '', budgetHours: '', resolver: '', source: '' };
  return { name: '', cron: '0 22 * * *', zone, overlap: 'skip', priority: '0', ...none };
}

/** A stored schedule with its file. */
export function formOf(schedule: ScheduleView, source: string): ScheduleForm {
  const { name, cron, zone, window, lateUntil, overlap, budgetHours, priority, resolver } = schedule;
  return {
    ...{ name, cron, zone, overlap, source },
    window: window ?? '',
    lateUntil: lateUntil ?? '',
    budgetHours: budgetHours === null ? '' : String(budgetHours),
    priority: String(priority),
    resolver: resolver ?? '',
  };
}

export function addRequestOf(form: ScheduleForm): AddScheduleRequest {
  return { name: form.name.trim(), source: form.source, sourceName: SOURCE_NAME, ...ruleOf(form) };
}

/** What differs from what was begun with: what somebody else changed meanwhile stays. Null: nothing differs. */
export function editRequestOf(form: ScheduleForm, begun: ScheduleForm): EditScheduleRequest | null {
  const [now, before] = [ruleOf(form), ruleOf(begun)];
  const fields = Object.keys(now) as (keyof typeof now)[];
  const changed = Object.fromEntries(fields.filter((key) => now[key] !== before[key]).map((key) => [key, now[key]]));
  if (form.source !== begun.source) changed.source = form.source;
  return Object.keys(changed).length === 0 ? null : { ...changed, sourceName: SOURCE_NAME };
}

/** What keeps a form from being sent, in words; null: nothing that is known before the controller looks at it. */
export function findObstacle({ name, source, budgetHours, priority }: ScheduleForm): string | null {
  if (name.trim() === '' || source.trim() === '') return 'It needs a name and a file.';
  if (budgetHours.trim() !== '' && !(Number(budgetHours) > 0)) return 'The budget is a figure above 0, or empty.';
  if (!/^\s*-?\d{1,3}\s*$/.test(priority)) return 'The priority is a whole number.';
  return null;
}

function ruleOf({ cron, zone, window, lateUntil, overlap, budgetHours, priority, resolver }: ScheduleForm) {
  return {
    cron: cron.trim(),
    zone: zone.trim(),
    window: window.trim() || null,
    lateUntil: lateUntil.trim() || null,
    overlap,
    budgetHours: budgetHours.trim() === '' ? null : Number(budgetHours),
    priority: Number(priority),
    resolver: resolver.trim() || null,
  };
}

/** A form and what it was begun with, as they are kept while somebody types; null where a text holds none. */
export function readForms(text: string): { form: ScheduleForm; begun: ScheduleForm } | null {
  try {
    const found = JSON.parse(text) as { form?: ScheduleForm; begun?: ScheduleForm };
    return found.form && found.begun ? { form: found.form, begun: found.begun } : null;
  } catch {
    return null;
  }
}
