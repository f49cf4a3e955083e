const MIN_LENGTH = 8;

/** The shortest beginning of an id, at least eight characters, that is no other campaign's. */
export function shortId(id: string, campaigns: readonly { id: string }[]): string {
  let length = MIN_LENGTH;
  while (length < id.length && campaigns.some((other) => other.id !== id && other.id.startsWith(id.slice(0, length)))) {
    length += 1;
  }
  return id.slice(0, length);
}
