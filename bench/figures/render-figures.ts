import type { Benchmark, Figure } from './figure';

const TITLES = ['figure', 'value', 'unit', 'baseline', 'ratio', 'target', ''];

/** One line of JSON, for programs. */
export function renderJson(bench: string, figures: readonly Figure[]): string {
  return JSON.stringify({ bench, figures });
}

/** A table for people, with the verdict in the last column. */
export function renderTable(bench: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, baseline, ratio, target, holds }) => {
    return [name, String(value), unit, String(baseline), String(ratio), target, holds ? 'holds' : 'MISSED'];
  });
  const widths = TITLES.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [`benchmark ${bench}`, line(TITLES), ...rows.map(line)].join('\n');
}

/** The list of benchmarks, one sentence each. */
export function renderList(benchmarks: readonly Pick<Benchmark, 'name' | 'about'>[]): string {
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  const lines = benchmarks.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return ['npm run bench -- NAME [--json] [--seed S]', '', ...lines].join('\n');
}
