/** A moment as a field of kind `datetime-local` has it: in the viewer's zone, to the minute. */
export function toLocalField(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment of such a field in UTC; null where it names none. */
export function fromLocalField(field: string): string | null {
  const moment = new Date(field);
  return field === '' || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
