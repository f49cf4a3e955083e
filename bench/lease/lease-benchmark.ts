import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '@joulefleet/platform';
import { fencedWrites, openDatabase, type Database } from '@joulefleet/store';
import { generateKeyPair, startTwin } from '../../apps/twin/src';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import { seedCampaign, seedDevice } from '../traces/seed-lanes';
import { commandLate } from './command-late';
import { LATE_WRITES, untriedWrites, type LateWrites } from './late-writes';
import { raceDispatchers, type Prize, type RaceCount } from './race-dispatchers';
import { writeLate, type LateCount } from './write-late';

const RACES = 10_000;
/** At the agent: five commands after each. */
const RENEWALS = 40;
const SAY_EVERY = 1_000;

export const leaseBenchmark: Benchmark = {
  name: 'lease',
  about:
    'Two dispatchers race for one device; writes and commands under an old fence. Real PostgreSQL, the real agent.',
  measure: async (say) => {
    say('starting PostgreSQL');
    // What commits are for here is order among transactions, not the disk: no fsync.
    return withEmbeddedServices('relaxed', async (services) => {
      const { races, written } = await raceOn(services, say);
      say('old fences at the agent of a twin');
      const commanded = await commandTwin(services.home);
      return [
        countFigure('double_leases', races.doubled, races.races),
        countFigure('stale_writes_accepted', written.accepted, written.tries),
        kindsOfWrite(LATE_WRITES),
        countFigure('stale_commands_accepted', commanded.accepted, commanded.tries),
      ] satisfies Figure[];
    });
  },
};

/** How many kinds of write were tried (`value`), of how many that the store has (`baseline`): none may be left out. */
export function kindsOfWrite(tried: LateWrites, registry: object = fencedWrites): Figure {
  const [value, baseline] = [Object.keys(tried).length, Object.keys(registry).length];
  const holds = untriedWrites(tried, registry).length === 0;
  const ratio = Number((value / baseline).toPrecision(4));
  return { name: 'kinds_of_write', value, unit: '1', baseline, ratio, target: 'none is left out', holds };
}

async function raceOn(
  { databaseUrl, aborted }: BenchServices,
  say: (line: string) => void,
): Promise<{ races: RaceCount; written: LateCount }> {
  const dispatchers = [openDatabase(databaseUrl), openDatabase(databaseUrl)] as const;
  const written: LateCount = { tries: 0, accepted: 0 };
  try {
    const prize = await seedPrize(dispatchers[0]);
    let renewals = 0;
    const races = await raceDispatchers(dispatchers, prize, RACES, async ({ stale }) => {
      aborted.throwIfAborted();
      const { tries, accepted } = await writeLate(dispatchers[renewals % 2]!, stale);
      written.tries += tries;
      written.accepted += accepted;
      if ((++renewals * 2) % SAY_EVERY === 0) say(`${renewals * 2} races`);
    });
    return { races, written };
  } finally {
    await Promise.all(dispatchers.map((each) => each.close()));
  }
}

/** One device and one trial of a campaign for it. */
export async function seedPrize(database: Database): Promise<Prize> {
  const deviceId = await seedDevice(database, 'prize');
  const campaignId = await seedCampaign(database, [deviceId], 1);
  const { id } = await database.prisma.trial.findFirstOrThrow({ where: { campaignId } });
  return { deviceId, campaignId, trialIds: [id] };
}

async function commandTwin(home: string): Promise<LateCount> {
  const identity = generateKeyPair('bench');
  const dir = join(home, 'twin');
  mkdirSync(dir, { recursive: true });
  const twin = await startTwin({
    dir,
    name: 'nano',
    deviceClass: 'jetson-nano',
    authorizedKeys: [identity.publicKey],
    timeScale: 1,
    seed: 1,
  });
  try {
    const { host, port, user, fingerprint } = twin;
    const privateKey = Buffer.from(identity.privateKey);
    const target = { host, port, user, privateKey, fingerprint, hostKeyType: 'ssh-ed25519' };
    return await commandLate({ target, agentFolder: join(packageRoot(), 'agent') }, RENEWALS);
  } finally {
    await twin.stop();
  }
}
