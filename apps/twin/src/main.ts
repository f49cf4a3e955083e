import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, USAGE, type Arguments } from './command/parse-arguments';
import { studyFigures } from '../fit/study-figures';
import { removeRegistryPid, writeRegistry, type Registry } from './command/registry';
import { injectionOf, readInjection } from './light/injection';
import { keyPairAt, startTwin, type LightTwin, type LightTwinOptions, type Twin } from './index';
import { startLightTwin } from './start-light-twin';

/** Between shards as fast as real time, and between campaigns a rest, after which a board is cool enough to start. */
const LIGHT_PACE = { idleTimeScale: 1, restS: 90 };

async function main(argv: readonly string[]): Promise<void> {
  const parsed = parseArguments(argv);
  if (parsed.kind === 'help') return void process.stdout.write(USAGE);
  if (parsed.kind === 'wrong') {
    process.stderr.write(`${parsed.problem}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  await serve(parsed);
}

/** Starts all twins, says so in a file and on stdout, and stops them on SIGTERM or SIGINT. */
async function serve({ dir, devices, timeScale, seed, light, inject }: Arguments): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const identityFile = join(dir, 'client_ed25519');
  const { publicKey } = keyPairAt(identityFile, 'joulefleet-twins');
  const twins: (Twin | LightTwin)[] = [];
  for (const { name, deviceClass } of devices) {
    const options = { dir: join(dir, name), name, deviceClass, authorizedKeys: [publicKey], timeScale, seed };
    twins.push(
      light
        ? await startLightTwin({ ...options, ...LIGHT_PACE, ...injectedFrom(inject, name) })
        : await startTwin(options),
    );
  }
  writeFileSync(join(dir, 'study.json'), JSON.stringify(studyFigures()));
  const registry: Registry = {
    pid: process.pid,
    timeScale,
    seed,
    twins: twins.map(({ name, deviceClass, host, port, user, fingerprint }) => {
      return { name, deviceClass, host, port, user, fingerprint, identityFile, simulated: true };
    }),
  };
  writeRegistry(dir, registry);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(dir, twins));
  process.stdout.write(`${JSON.stringify(registry)}\n`);
}

/** Read again for each shard, so that whoever wrote the file changes what comes next. */
function injectedFrom(path: string | null, name: string): Pick<LightTwinOptions, 'injected'> {
  return path === null ? {} : { injected: () => injectionOf(readInjection(path), name) };
}

async function stop(dir: string, twins: readonly (Twin | LightTwin)[]): Promise<void> {
  await Promise.all(twins.map((twin) => twin.stop()));
  removeRegistryPid(dir);
  process.exit(0);
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
