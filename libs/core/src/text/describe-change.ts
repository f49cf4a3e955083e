/** What is not the same before and after, field by field: `labels: ["a"] -> ["a","b"]; group: lab-2`. */
export function describeChange(before: unknown, after: unknown): string {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const changed = Object.keys({ ...was, ...is }).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  return changed
    .map((key) => (key in was ? `${key}: ${told(was[key])} -> ${told(is[key])}` : `${key}: ${told(is[key])}`))
    .join('; ');
}

function fieldsOf(content: unknown): Record<string, unknown> {
  if (content === null || content === undefined) return {};
  return typeof content === 'object' ? (content as Record<string, unknown>) : { '': content };
}

function told(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}
