/** Whether a host name is meant by OpenSSH's patterns: `*` and `?` stand for characters, a leading `!` excludes. */
export function matchesPatterns(host: string, patterns: readonly string[]): boolean {
  const isMeant = (pattern: string): boolean => matchesPattern(host.toLowerCase(), pattern.toLowerCase());
  const excluded = patterns.some((pattern) => pattern.startsWith('!') && isMeant(pattern.slice(1)));
  return !excluded && patterns.some((pattern) => !pattern.startsWith('!') && isMeant(pattern));
}

/** Greedy with one way back to the last `*`: no pattern takes more than host times pattern steps. */
function matchesPattern(host: string, pattern: string): boolean {
  let [h, p, star, mark] = [0, 0, -1, 0];
  while (h < host.length) {
    if (pattern[p] === '*') {
      [star, mark] = [p++, h];
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === host[h])) {
      [h, p] = [h + 1, p + 1];
    } else if (star >= 0) {
      [p, h] = [star + 1, ++mark];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(p));
}
