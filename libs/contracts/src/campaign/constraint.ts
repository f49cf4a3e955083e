import { Environment } from '@marcbachmann/cel-js';
import { FACTORS, type CellLevels } from '@joulefleet/core';

/** A condition on the levels of a cell, written in CEL: `gpuFrequency >= 500 || batchSize > 8`. */
export interface Constraint {
  readonly text: string;
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
const EXPECTED = `a condition on ${[...FACTORS.map(({ name }) => name), ...Object.keys(WORDS)].join(', ')}`;

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
    return { ok: true, constraint: { text, holds: (deviceClass, levels) => hold(evaluate, deviceClass, levels) } };
  } catch (error) {
    return wrong(text, firstLine(error));
  }
}

function hold(evaluate: (variables: object) => unknown, deviceClass: string, levels: CellLevels): boolean {
  let result: unknown;
  try {
    result = evaluate(variablesOf(deviceClass, levels));
  } catch (error) {
    throw new Error(firstLine(error), { cause: error });
  }
  if (typeof result !== 'boolean') throw new Error('it is neither true nor false');
  return result;
}

function variablesOf(deviceClass: string, levels: CellLevels): Record<string, unknown> {
  const { workload, graphMode: graph } = levels;
  const factors = FACTORS.map((factor) => [factor.name, valueOf(factor, levels[factor.key])]);
  return { ...Object.fromEntries(factors), workload, graph, deviceClass } as Record<string, unknown>;
}

function valueOf({ unit, grammar }: (typeof FACTORS)[number], level: string | number | null): unknown {
  if (level === null) return 'default';
  if (typeof level === 'string') return level;
  return grammar.kind === 'frequency' ? level / (unit === 'kHz' ? 1e3 : 1e6) : BigInt(level);
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
  if (!OPERATIONS.has(node.op)) return node.op === 'call' ? String((node.args as unknown[])[0]) : `"${node.op}"`;
  return findForeign(node.args);
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
