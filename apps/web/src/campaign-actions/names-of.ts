/** Names with spaces, commas or lines between them, each once. */
export function namesOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,]+/).filter(Boolean))];
}
