import { parseArgs } from 'node:util';
import { nearestWord } from '@joulefleet/core';

export type Parsed =
  | { kind: 'list' }
  | { kind: 'measure'; name: string; json: boolean; seed: number }
  | { kind: 'wrong'; problem: string };

/** Parses the command line; an invalid one is a result, not an exception. */
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
  if (more.length > 0) return { kind: 'wrong', problem: `give exactly one benchmark, not ${positionals.join(', ')}` };
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    return { kind: 'wrong', problem: `--seed ${values.seed}: expected an integer of at least 0` };
  if (names.includes(name)) return { kind: 'measure', name, json: values.json === true, seed };
  const nearest = nearestWord(name, names);
  return { kind: 'wrong', problem: `no benchmark ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}` };
}

const OPTIONS = { json: { type: 'boolean' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
