/** What stands at a place of parsed content; where the path leads on below a scalar, that scalar. */
export function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : at),
    content,
  );
}
