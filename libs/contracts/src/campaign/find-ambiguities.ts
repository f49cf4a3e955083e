import { isScalar, visit } from 'yaml';
import type { Document, Scalar } from 'yaml';
import type { CampaignFileError } from './describe-issue';
import { MAX_FINDINGS } from './max-findings';

/** A finding, by its offset in the text. */
export interface FoundAt extends Omit<CampaignFileError, 'where'> {
  offset: number;
}

/** Read as decimal by YAML 1.2, as octal by YAML 1.1 and by people who write file modes. */
const LEADING_ZERO = /^[-+]?0[0-9_]/;
/** `0x10` and `0o20`: numbers that look like something else. */
const OTHER_BASE = /^[-+]?0[xob]/i;

/**
 * What another reader of YAML takes for something else, or what YAML 1.2 does not have: the version directive, numbers that begin
 * with a zero or stand in another base, merge keys. The first ones of many.
 */
export function findAmbiguities(document: Document.Parsed, text: string): FoundAt[] {
  const found: FoundAt[] = [];
  const directive = /^%.*$/m.exec(text);
  if (directive && document.directives.docStart) {
    const message = `the directive ${directive[0].trim().slice(0, 40)} is not supported`;
    found.push({ offset: directive.index, message, expected: 'a file without directives; it is read as YAML 1.2' });
  }
  visit(document, {
    Pair: (_key, { key }) => {
      if (isScalar(key) && isMerge(key)) found.push(merge(key));
      return found.length >= MAX_FINDINGS ? visit.BREAK : undefined;
    },
    Scalar: (_key, node) => {
      const number = ambiguousNumber(node);
      if (number) found.push(number);
      return found.length >= MAX_FINDINGS ? visit.BREAK : undefined;
    },
  });
  return found.sort((a, b) => a.offset - b.offset);
}

function isMerge(key: Scalar): boolean {
  return key.value === '<<' && key.type === 'PLAIN';
}

function merge(key: Scalar): FoundAt {
  const expected = 'the keys themselves, or an alias for a whole value (factors: *small)';
  return { offset: key.range?.[0] ?? 0, message: 'merge keys (<<) are not supported', expected };
}

function ambiguousNumber({ value, source, type, range }: Scalar): FoundAt | null {
  if (typeof value !== 'number' || type !== 'PLAIN' || source === undefined) return null;
  if (!LEADING_ZERO.test(source) && !OTHER_BASE.test(source)) return null;
  const shown = source.slice(0, 40);
  const offset = range?.[0] ?? 0;
  if (!LEADING_ZERO.test(source))
    return { offset, message: `${shown} is not written in decimal`, expected: `${value}` };
  // Under a directive for YAML 1.1 the parser itself has read it as octal.
  const decimal = Number(source.replaceAll('_', ''));
  return { offset, message: `${shown} begins with a zero: some read it as octal`, expected: `${decimal}` };
}
