import { isMap, isScalar, isSeq, parseDocument, type Document, type Pair } from 'yaml';

/** In a campaign file of a schedule: the level of a parameter that stands for what its resolver printed. */
export const UNDER_TEST = '${underTest}';

/** Names of the parameters whose level is `${underTest}`, in the order of the file; empty for a file that cannot be read. */
export function underTestParameters(source: string): string[] {
  return pairsUnderTest(parseDocument(source)).map(({ key }) => String(isScalar(key) ? key.value : key));
}

/** How a file measures former and present version in turn. */
export interface InTurn {
  name: string;
  repetitions: number;
}

/**
 * The file with versions in place of `${underTest}`; as it is where that does not occur. `inTurn`: with so many repetitions in mirrored blocks,
 * and without baselines, sentinels and rules of its own for repeating and sharing cells out: versions of one cell belong on one device.
 */
export function fillUnderTest(source: string, versions: readonly string[], inTurn?: InTurn): string {
  const document = parseDocument(source);
  const pairs = pairsUnderTest(document);
  if (pairs.length === 0) return source;
  for (const pair of pairs) pair.value = document.createNode(versions.length === 1 ? versions[0] : [...versions]);
  if (inTurn) {
    for (const key of ['strategy', 'repeat', 'devicesPerCell']) document.delete(key);
    const { name, repetitions } = inTurn;
    const settings = { name, repetitions, baseline: 'none', sentinel: 'off', order: 'mirrored-blocks' };
    for (const [key, value] of Object.entries(settings)) document.set(key, value);
  }
  return document.toString();
}

function pairsUnderTest(document: Document): Pair[] {
  const parameters = document.errors.length === 0 ? document.get('parameters') : undefined;
  if (!isMap(parameters)) return [];
  return parameters.items.filter(({ value }) => {
    const [only, ...more] = isSeq(value) ? value.items : [value];
    return more.length === 0 && isScalar(only) && only.value === UNDER_TEST;
  });
}
