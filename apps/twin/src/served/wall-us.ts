/** What the wall clock of a light twin shows, in µs: that of its host. */
export function wallUs(): number {
  return Date.now() * 1000;
}
