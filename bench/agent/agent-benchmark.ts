import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packAgent } from '@joulefleet/remote';
import * as z from 'zod';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';

const run = promisify(execFile);
const ROUNDS = 5;
const LIMIT_MS = 60_000;
/** What a Python that does nothing takes: the least that any agent in it can take. */
const BARE = `import time; started_s = time.monotonic()
import json, subprocess, sys
subprocess.check_call([sys.executable, '-c', 'pass'])
startS = time.monotonic() - started_s
line, = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]
print(json.dumps({'startS': startS, 'residentMb': int(line.split()[1]) * 1024 / 1e6}))`;

const bare = z.object({ startS: z.number(), residentMb: z.number() });
const agent = z.object({ startS: z.number(), serveMb: z.number(), executorMb: z.number() });

interface Pair {
  ours: z.infer<typeof agent>;
  theirs: z.infer<typeof bare>;
}

/** Limits of what runs beside the workload on a board with 4 GB and a slow link. */
export const agentBenchmark: Benchmark = {
  name: 'agent',
  about: 'From the request to the measuring, memory and upload of the agent, against a Python that does nothing.',
  measure: async (say) => {
    const pairs: Pair[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      say(`round ${i + 1} of ${ROUNDS}`);
      const theirs = bare.parse(await python(['-c', BARE]));
      pairs.push({ ours: agent.parse(await python([resolve('bench/agent/measure_agent.py')])), theirs });
    }
    return figuresOf(pairs);
  },
};

async function python(args: string[]): Promise<unknown> {
  const { stdout } = await run('python3', args, { timeout: LIMIT_MS });
  return JSON.parse(stdout);
}

function figuresOf(pairs: readonly Pair[]): Figure[] {
  const rounds = (ours: (pair: Pair['ours']) => number, theirs: keyof Pair['theirs']): Round[] =>
    pairs.map((pair) => ({ value: ours(pair.ours), baseline: pair.theirs[theirs] }));
  const atMost = (limit: number) => ({ of: 'value', bound: '<=', limit }) as const;
  const upload = { value: packAgent(resolve('agent')).content.length / 1000, baseline: sourcesKb() };
  return [
    makeFigure(
      'start_s',
      's',
      rounds(({ startS }) => startS, 'startS'),
      atMost(2),
    ),
    makeFigure(
      'serve_resident_mb',
      'MB',
      rounds(({ serveMb }) => serveMb, 'residentMb'),
      atMost(40),
    ),
    makeFigure(
      'executor_resident_mb',
      'MB',
      rounds(({ executorMb }) => executorMb, 'residentMb'),
      atMost(40),
    ),
    makeFigure('upload_kb', 'kB', [upload], atMost(200)),
  ];
}

/** Of the agent's sources as they lie there. */
function sourcesKb(): number {
  const folder = resolve('agent/joulefleet_agent');
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1000;
}
