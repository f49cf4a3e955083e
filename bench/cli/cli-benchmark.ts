import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { medianOf } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { measureCpuS } from './measure-cpu';

const PARENT = '/var/tmp';
const ROUNDS = 15;
/** npm is measured as well, though nothing here can make it faster. */
const NPM_ROUNDS = 5;
const MAX_CPU_S = 0.3;
const EMPTY = [process.execPath, '-e', '0'];
const COMMANDS = [['device', 'list', '--json'], ['whoami'], ['--version']];

export const cliBenchmark: Benchmark = {
  name: 'cli',
  about: 'CPU seconds of a small command of the compiled command line, against an empty Node.js process.',
  measure: async (say) => {
    const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
    // The database server's account must get through when we are root.
    chmodSync(home, 0o711);
    const root = packageRoot();
    const script = join(root, 'dist', 'cli', 'joulefleet.mjs');
    const env = settingsFor(join(home, 'home'));
    const cpuS = (command: readonly string[]): Promise<number> => measureCpuS(command, env, root);
    try {
      say('starting a controller');
      await cpuS([process.execPath, script, 'up']);
      return await measureAll(script, cpuS, say);
    } finally {
      await cpuS([process.execPath, script, 'down']);
      rmSync(home, { recursive: true, force: true });
    }
  },
};

type CpuS = (command: readonly string[]) => Promise<number>;

/** `cli_cpu_s` is that of the command which takes most. */
async function measureAll(script: string, cpuS: CpuS, say: (line: string) => void): Promise<Figure[]> {
  let slowest: Round[] = [];
  for (const command of COMMANDS) {
    const rounds = await measureRounds(cpuS, [process.execPath, script, ...command], ROUNDS);
    say(`${command.join(' ')}: ${medianS(rounds).toFixed(3)} s`);
    if (medianS(rounds) > medianS(slowest)) slowest = rounds;
  }
  const npm = ['npm', 'run', '-s', 'joulefleet', '--', ...COMMANDS[0]!];
  return [
    makeFigure('cli_cpu_s', 's', slowest, { of: 'value', bound: '<=', limit: MAX_CPU_S }),
    makeFigure('npm_cli_cpu_s', 's', await measureRounds(cpuS, npm, NPM_ROUNDS), null),
  ];
}

async function measureRounds(cpuS: CpuS, command: readonly string[], rounds: number): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push({ value: await cpuS(command), baseline: await cpuS(EMPTY) });
  }
  return measured;
}

function medianS(rounds: readonly Round[]): number {
  return medianOf(rounds.map(({ value }) => value)) ?? 0;
}

/** A home and servers of its own. */
function settingsFor(home: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, REDIS_URL: _redis, JOULEFLEET_URL: _url, ...inherited } = process.env;
  return { ...inherited, JOULEFLEET_HOME: home, JOULEFLEET_PORT: '0', JOULEFLEET_LOG_LEVEL: 'warn' };
}
