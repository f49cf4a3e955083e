import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '@joulefleet/platform';
import { generateKeyPair } from '../../apps/twin/src';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { watchConnections } from './count-connections';
import { startTwins, type TwinLogin } from './start-twins';
import { findSurprises, inventoryText, listDevices, type ToldDevice } from './write-inventory';

const PARENT = '/var/tmp';
const DEVICES = 200;
const BAD = 3;
const MAX_CONNECTIONS = 50;
const LIMIT_S = 60;

/** The output of the command. */
interface Told {
  counts: { enrolled: number; updated: number; unchanged: number; failed: number };
  devices: ToldDevice[];
}

interface Enrollment extends Told {
  code: number;
  durationS: number;
}

export const enrollBenchmark: Benchmark = {
  name: 'enroll',
  alias: 'enrol',
  about:
    'Seconds until 200 twins are enrolled from one inventory, besides three faulty ones; real SSH, agents and controller.',
  measure: async (say) => {
    const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
    // When run as root, the database server's account must be able to traverse the folder.
    chmodSync(home, 0o711);
    const joulefleet = commandLine(home);
    const { twins, stop } = await startTwins(join(home, 'twins'), DEVICES + BAD + 1);
    try {
      say(`${twins.length} twins run; starting the controller`);
      await joulefleet('up');
      return await measureOn(home, twins, joulefleet, say);
    } finally {
      await joulefleet('down');
      await stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measureOn(
  home: string,
  [alone, ...others]: readonly TwinLogin[],
  joulefleet: CommandLine,
  say: (line: string) => void,
): Promise<Figure[]> {
  const enroll = async (devices: readonly TwinLogin[]): Promise<Enrollment> => {
    const file = join(home, 'rack.csv');
    writeFileSync(file, inventoryText(devices));
    const startMs = performance.now();
    const { code, stdout } = await joulefleet('device', 'enroll', '--inventory', file, '--json');
    return { code, durationS: (performance.now() - startMs) / 1000, ...(JSON.parse(stdout) as Told) };
  };
  const one = await enroll([alone!]);
  say(`one device alone: ${one.durationS.toFixed(1)} s`);
  const listed = listDevices(others, { port: await closedPort(), identityFile: strangerIn(home) });
  const mostConnections = watchConnections(new Set(others.map(({ port }) => port)));
  const first = await enroll(listed);
  const most = mostConnections();
  say(`${JSON.stringify(first.counts)} in ${first.durationS.toFixed(1)} s, exit code ${first.code}`);
  for (const { name, expected, end } of findSurprises(listed, first.devices)) say(`${name}: ${end}, not ${expected}`);
  const second = await enroll(listed);
  const { enrolled, updated } = second.counts;
  const oneByOne = one.durationS * DEVICES;
  const limit = (name: string, unit: string, value: number, baseline: number, bound: number): Figure =>
    makeFigure(name, unit, [{ value, baseline }], { of: 'value', bound: '<=', limit: bound });
  return [
    limit('enrol_200_s', 's', first.durationS, oneByOne, LIMIT_S),
    limit('connections_at_once', '1', most, DEVICES, MAX_CONNECTIONS),
    countFigure('ended_otherwise', findSurprises(listed, first.devices).length, listed.length),
    countFigure('changed_by_second_time', enrolled + updated, listed.length),
  ];
}

type CommandLine = (...args: string[]) => Promise<{ code: number; stdout: string }>;

/** The compiled command line with its own home and servers. @throws Error for a bug or a wrong command. */
function commandLine(home: string): CommandLine {
  const script = join(packageRoot(), 'dist', 'cli', 'joulefleet.mjs');
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const settings = { JOULEFLEET_HOME: join(home, 'home'), JOULEFLEET_PORT: '0', JOULEFLEET_LOG_LEVEL: 'warn' };
  // Without the watch, which keeps a connection to every enrolled device: only connections of enrolling are counted.
  const env = { ...inherited, ...settings, JOULEFLEET_WATCH: 'off' };
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(process.execPath, [script, ...args], { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        const code = error ? Number(error.code) : 0;
        if (code === 0 || code === 6) resolve({ code, stdout });
        else reject(new Error(`joulefleet ${args.join(' ')}: ${stderr.slice(-2000)}`));
      });
    });
}

/** A private key that no twin accepts. */
function strangerIn(home: string): string {
  const path = join(home, 'stranger');
  writeFileSync(path, generateKeyPair('stranger').privateKey, { mode: 0o600 });
  return path;
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
