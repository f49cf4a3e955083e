import { isScalar, visit } from 'yaml';
import type { Document } from 'yaml';
import { MAX_FINDINGS } from './max-findings';

/** The keys that stand a second time in their map, each with its offset in the text; the first ones of many. Linear. */
export function findRepeatedKeys(document: Document.Parsed): { key: string; offset: number }[] {
  const repeated: { key: string; offset: number }[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar<string>(key)) continue;
        const name = key.value;
        if (seen.has(name)) repeated.push({ key: name, offset: key.range?.[0] ?? 0 });
        seen.add(name);
        if (repeated.length >= MAX_FINDINGS) return visit.BREAK;
      }
      return undefined;
    },
  });
  return repeated;
}
