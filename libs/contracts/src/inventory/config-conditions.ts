import { matchesCase, matchesPatterns } from './host-pattern';

/** Whether a section applies to a host; `hostname`: its `HostName` so far. */
export type Condition = (host: string, hostname: string) => boolean;

/** The condition of a `Host` line, where case counts: it does not in `Match` and known_hosts. */
export function hostCondition(patterns: readonly string[]): Condition {
  return (host) => matchesCase(host, patterns);
}

/**
 * The condition of a `Match` line of `all`, `host` and `originalhost`, each perhaps after a `!`. Null: it has others, which
 * depend on where ssh is run, or run a command.
 */
export function matchCondition(args: readonly string[]): Condition | null {
  const words = args.flatMap((arg) => splitCriterion(arg));
  if (words.length === 1 && words[0]!.toLowerCase() === 'all') return () => true;
  const conditions: Condition[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [, negated, criterion] = /^(!?)(host|originalhost)$/i.exec(words[i]!) ?? [];
    const patterns = words[i + 1]?.split(',');
    if (criterion === undefined || patterns === undefined) return null;
    const original = criterion.toLowerCase() === 'originalhost';
    conditions.push((host, hostname) => matchesPatterns(original ? host : hostname, patterns) !== (negated === '!'));
  }
  if (conditions.length === 0) return null;
  return (host, hostname) => conditions.every((condition) => condition(host, hostname));
}

/** `host=a` is `host a`. */
function splitCriterion(arg: string): string[] {
  const [, criterion, patterns] = /^(!?[a-z]+)=(.+)$/i.exec(arg) ?? [];
  return criterion === undefined || patterns === undefined ? [arg] : [criterion, patterns];
}
