/** Whether a host name matches OpenSSH's patterns: `*` and `?` are wildcards, a leading `!` excludes. */
export function matchesPatterns(host: string, patterns: readonly string[]): boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  return matchesCase(host.toLowerCase(), lower);
}

/** The same where case counts, as in ssh_config. */
export function matchesCase(host: string, patterns: readonly string[]): boolean {
  const isMatched = (pattern: string): boolean => matchesPattern(host, pattern);
  const excluded = patterns.some((pattern) => pattern.startsWith('!') && isMatched(pattern.slice(1)));
  return !excluded && patterns.some((pattern) => !pattern.startsWith('!') && isMatched(pattern));
}

/**
 * Greedy matching that backtracks only to the last `*`, so that it takes at most host length times pattern length
 * steps.
 */
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
