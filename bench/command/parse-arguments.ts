import { parseArgs } from 'node:util';
import { nearestWord } from '@joulefleet/core';

export type Parsed =
  | { kind: 'list' }
  | { kind: 'measure'; name: string; json: boolean; seed: number }
  | { kind: 'wrong'; problem: string };

/** Reads the command line; what is wrong with it is an answer, not an exception. */
export function parseArguments(argv: readonly string[], names: readonly string[]): Parsed {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return { kind: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (values.help === true || name === undefined) return { kind: 'list' };
  if (more.length > 0) return { kind: 'wrong', problem: `one benchmark at a time: ${positionals.join(', ')}` };
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    return { kind: 'wrong', problem: `--seed ${values.seed}: a whole number from 0` };
  if (names.includes(name)) return { kind: 'measure', name, json: values.json === true, seed };
  const nearest = nearestWord(name, names);
  return { kind: 'wrong', problem: `no benchmark ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}` };
}

const OPTIONS = { json: { type: 'boolean' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
