import { Environment } from '@marcbachmann/cel-js';
import { FACTORS, levelIn, type CellLevels, type Level } from '@joulefleet/core';

/** A condition on the levels of a cell, written in CEL: `gpuFrequency >= 500 || batchSize > 8`. */
export interface Constraint {
  readonly text: string;
  /** Names of the free parameters that it is about. */
  readonly parameters: readonly string[];
  /** It is about workloads and their factors only. */
  readonly ofWorkload: boolean;
  /** @throws Error with the reason, where it cannot be evaluated for this cell. */
  holds(deviceClass: string, levels: CellLevels): boolean;
}

export type ParsedConstraint = { ok: true; constraint: Constraint } | { ok: false; message: string; expected: string };

/** An expression as long as these holds more than a person can follow. */
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 64, maxMapEntries: 0, maxCallArguments: 4 };
export const MAX_CONSTRAINT_CHARACTERS = 500;

/** What an expression may consist of: nothing that repeats, and no pattern of a regular expression, which might never end. */
const OPERATIONS = new Set([
  'value',
  'id',
  'list',
  '&&',
  '||',
  '!_',
  '-_',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  '?:',
]);
const METHODS = new Set(['startsWith', 'endsWith', 'contains']);
const WORDS = { workload: 'string', graph: 'string', deviceClass: 'string' } as const;
const NAMES = [...FACTORS.map(({ name }) => name), 'parameters.NAME', ...Object.keys(WORDS)];
const EXPECTED = `a condition on ${NAMES.join(', ')}`;
const DEVICE_NAMES = [
  ...FACTORS.filter(({ appliedTo }) => appliedTo === 'device').map(({ name }) => name),
  'deviceClass',
];

type Arithmetic = (a: number, b: number) => number;
const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

const environment = makeEnvironment();

/** Clocks are figures in MHz, or `"dvfs"` or `"stock"`; governors and what is left as it is are words, such as `"default"`. */
function makeEnvironment(): Environment {
  const made = new Environment({ limits: LIMITS });
  for (const { name } of FACTORS) made.registerVariable(name, 'dyn');
  made.registerVariable('parameters', 'map');
  for (const [name, type] of Object.entries(WORDS)) made.registerVariable(name, type);
  // People write 500 for 500.0.
  for (const [sign, compute] of Object.entries(ARITHMETIC)) {
    made.registerOperator(`double ${sign} int`, (a: number, b: bigint) => compute(a, Number(b)));
    made.registerOperator(`int ${sign} double`, (a: bigint, b: number) => compute(Number(a), b));
  }
  return made;
}

/** Reads a constraint, and checks its names and types. */
export function parseConstraint(text: string): ParsedConstraint {
  try {
    const evaluate = environment.parse(text);
    const foreign = findForeign(evaluate.ast);
    if (foreign !== null) return wrong(text, `${foreign} cannot be used here`);
    const { valid, type, error } = evaluate.check();
    if (!valid) return wrong(text, firstLine(error));
    if (type !== 'bool' && type !== 'dyn') return wrong(text, `it is a ${String(type)}, no condition`);
    const { ids, parameters } = namesIn(evaluate.ast);
    const holds: Constraint['holds'] = (deviceClass, levels) => hold(evaluate, parameters, deviceClass, levels);
    const ofWorkload = !ids.some((id) => DEVICE_NAMES.includes(id));
    return { ok: true, constraint: { text, parameters, ofWorkload, holds } };
  } catch (error) {
    return wrong(text, firstLine(error));
  }
}

function hold(
  evaluate: (variables: object) => unknown,
  parameters: readonly string[],
  deviceClass: string,
  levels: CellLevels,
): boolean {
  let result: unknown;
  try {
    result = evaluate({ ...variablesOf(deviceClass, levels), parameters: parametersOf(levels, parameters) });
  } catch (error) {
    throw new Error(firstLine(error), { cause: error });
  }
  if (typeof result !== 'boolean') throw new Error('it is neither true nor false');
  return result;
}

function variablesOf(deviceClass: string, levels: CellLevels): Record<string, unknown> {
  const { workload, graphMode: graph } = levels;
  const factors = FACTORS.map((factor) => [factor.name, valueOf(factor, levelIn(levels, factor))]);
  return { ...Object.fromEntries(factors), workload, graph, deviceClass } as Record<string, unknown>;
}

/** Those of the cell; one that its workload does not take reads `"default"`. */
function parametersOf(levels: CellLevels, names: readonly string[]): Map<string, unknown> {
  return new Map(names.map((name) => [name, scalarOf(levels[`parameters.${name}`] ?? null)]));
}

function scalarOf(level: Level): unknown {
  if (level === null) return 'default';
  return typeof level === 'number' && Number.isInteger(level) ? BigInt(level) : level;
}

function valueOf({ unit, grammar }: (typeof FACTORS)[number], level: Level): unknown {
  if (typeof level !== 'number') return scalarOf(level);
  return grammar.kind === 'frequency' ? level / (unit === 'kHz' ? 1e3 : 1e6) : BigInt(level);
}

/** The variables of an expression, and the free parameters among them. */
function namesIn(node: unknown): { ids: string[]; parameters: string[] } {
  if (Array.isArray(node)) {
    const parts = node.map(namesIn);
    return { ids: parts.flatMap(({ ids }) => ids), parameters: [...new Set(parts.flatMap((part) => part.parameters))] };
  }
  if (!isNode(node)) return { ids: [], parameters: [] };
  if (node.op === 'id') return { ids: [String(node.args)], parameters: [] };
  if (node.op === '.') return { ids: [], parameters: [String((node.args as unknown[])[1])] };
  return namesIn(node.args);
}

interface Node {
  op: string;
  args: unknown;
}

/** The first part of an expression that is more than a comparison of figures and words; null: there is none. */
function findForeign(node: unknown): string | null {
  if (Array.isArray(node)) return node.reduce<string | null>((found, each) => found ?? findForeign(each), null);
  if (!isNode(node)) return null;
  if (node.op === 'rcall') {
    const [name, ...others] = node.args as [string, ...unknown[]];
    return METHODS.has(name) ? findForeign(others) : name;
  }
  if (isParameter(node)) return null;
  if (node.op === 'id' && node.args === 'parameters') return 'parameters without a name';
  if (!OPERATIONS.has(node.op)) return node.op === 'call' ? String((node.args as unknown[])[0]) : `"${node.op}"`;
  return findForeign(node.args);
}

/** `parameters.threads`. */
function isParameter({ op, args }: Node): boolean {
  if (op !== '.') return false;
  const [of] = args as unknown[];
  return isNode(of) && of.op === 'id' && of.args === 'parameters';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value;
}

function wrong(text: string, why: string): ParsedConstraint {
  return { ok: false, message: `${JSON.stringify(text)} cannot be read: ${why}`, expected: EXPECTED };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
