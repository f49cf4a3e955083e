import { asFault } from '@joulefleet/core';
import { parseArguments } from './command/parse-arguments';
import type { Benchmark } from './figures/figure';
import { renderJson, renderList, renderTable } from './figures/render-figures';
import { agentBenchmark } from './agent/agent-benchmark';
import { cliBenchmark } from './cli/cli-benchmark';
import { dispatchBenchmark } from './dispatch/dispatch-benchmark';
import { enrollBenchmark } from './enroll/enroll-benchmark';
import { estimateBenchmark } from './estimate/estimate-benchmark';
import { hostileBenchmark } from './hostile/hostile-benchmark';
import { hygieneBenchmark } from './hygiene/hygiene-benchmark';
import { judgeBenchmark } from './judge/judge-benchmark';
import { leaseBenchmark } from './lease/lease-benchmark';
import { paperBenchmark } from './paper/paper-benchmark';
import { placementBenchmark } from './placement/placement-benchmark';
import { planBenchmark } from './plan/plan-benchmark';
import { queryBenchmark } from './query/query-benchmark';
import { regressBenchmark } from './regress/regress-benchmark';
import { samplerBenchmark } from './sampler/sampler-benchmark';
import { samplingBenchmark } from './sampling/sampling-benchmark';
import { scheduleBenchmark } from './schedule/schedule-benchmark';
import { SEARCH_BENCHMARKS } from './search/search-benchmark';
import { statisticsBenchmark } from './statistics/statistics-benchmark';
import { stoppingBenchmark } from './stopping/stopping-benchmark';
import { tracesBenchmark } from './traces/traces-benchmark';
import { verbsBenchmark } from './verbs/verbs-benchmark';
import { webBenchmark } from './web/web-benchmark';

const BENCHMARKS: readonly Benchmark[] = [
  agentBenchmark,
  cliBenchmark,
  dispatchBenchmark,
  enrollBenchmark,
  estimateBenchmark,
  hostileBenchmark,
  hygieneBenchmark,
  judgeBenchmark,
  leaseBenchmark,
  paperBenchmark,
  placementBenchmark,
  planBenchmark,
  queryBenchmark,
  regressBenchmark,
  samplerBenchmark,
  samplingBenchmark,
  scheduleBenchmark,
  ...SEARCH_BENCHMARKS,
  statisticsBenchmark,
  stoppingBenchmark,
  tracesBenchmark,
  verbsBenchmark,
  webBenchmark,
];

/** Exit codes: 0 measured (whether or not the targets hold), 1 the measurement failed, 2 wrong arguments. */
async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    argv,
    BENCHMARKS.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias])),
  );
  if (parsed.kind === 'list') return print(renderList(BENCHMARKS));
  if (parsed.kind === 'wrong') return complain(`${parsed.problem}\n\n${renderList(BENCHMARKS)}`, 2);
  const { name, json, seed } = parsed;
  const benchmark = BENCHMARKS.find((each) => each.name === name || each.alias === name)!;
  const figures = await benchmark.measure((line) => complain(`${name}: ${line}`, 0), { seed });
  return print(json ? renderJson(name, figures) : renderTable(name, figures));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    const { message, remedy } = asFault(error);
    return complain(`bench: ${message}${remedy === undefined ? '' : `\n${remedy}`}`, 1);
  })
  .then((code) => {
    process.exitCode = code;
  });
