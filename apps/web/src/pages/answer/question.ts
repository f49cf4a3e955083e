import type { CallOf } from '../../api/routes';

export type Question = NonNullable<CallOf<'showAnswer'>['query']>;

/** What may be asked, as it is written in the URL. */
export const FIELDS = [
  'workload',
  'minimise',
  'maxLatencyMs',
  'maxPowerW',
  'deviceClass',
  'device',
  'batchSize',
  'campaign',
  'pricePerKwh',
  'mixed',
] as const;

/** The question of an address, for the controller to check; null: no workload is named. */
export function questionOf(search: URLSearchParams): Question | null {
  const asked = FIELDS.flatMap((field) => {
    const value = search.get(field)?.trim();
    return value ? [[field, value] as const] : [];
  });
  const question: Partial<Record<(typeof FIELDS)[number], string>> = Object.fromEntries(asked);
  return question.workload === undefined ? null : (question as Question);
}

/** The address of a form: what is left empty is not in it. */
export function searchOf(form: FormData): URLSearchParams {
  const search = new URLSearchParams();
  for (const field of FIELDS) {
    const value = form.get(field);
    if (typeof value === 'string' && value.trim() !== '') search.set(field, value.trim());
  }
  return search;
}
