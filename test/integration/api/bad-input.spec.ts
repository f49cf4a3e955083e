import { exportPath } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const DVFS: SeededCell = { levels: { gpuHz: 'dvfs', cpuKhz: 'dvfs' }, powerMw: 11_000, durationMs: 40_000 };
const pinned = (gpuMhz: number, batchSize = 16): SeededCell => ({
  levels: { gpuHz: gpuMhz * 1e6, cpuKhz: 1_000_000, batchSize },
  ...{ powerMw: 2000 + (8 * gpuMhz ** 2) / 600, durationMs: 36_000_000 / gpuMhz },
});
const CELLS = [DVFS, pinned(300), pinned(600), pinned(900)];

/** Every place that shows a number of a campaign. */
const PLACES = {
  topology: '/topology',
  sweep: '/sweep',
  batches: '/batches',
  devices: '/devices?pricePerKwh=0.3',
  front: '/front',
  governors: '/governors',
  implementations: '/implementations',
  phases: '/phases',
  report: '/report',
} as const;
type Place = keyof typeof PLACES | 'answer' | 'export' | 'comparison';
const VIEWS = Object.keys(PLACES).filter((place) => place !== 'report') as Place[];

type Said = Record<Place, RegExp>;
const everywhere = (said: RegExp): Said =>
  Object.fromEntries([...Object.keys(PLACES), 'answer', 'export', 'comparison'].map((place) => [place, said])) as Said;

/** @param sound a campaign of the same cells that nothing is wrong with: the reference of a comparison. */
function pathOf(id: string, place: Place, sound: string): string {
  if (place === 'comparison') return `/v1/campaigns/${id}/comparison?against=${sound}`;
  if (place === 'export') return exportPath(id, { level: 'cells', format: 'csv' });
  return place === 'answer' ? `/v1/answer?workload=alexnet&campaign=${id}` : `/v1/campaigns/${id}${PLACES[place]}`;
}

/** What each place must say of a bad input, and what no place may say of it. */
interface BadInput {
  seed: () => Promise<string>;
  says: Partial<Said>;
  never?: RegExp;
}

describe('bad input, in every place that shows a number', () => {
  let lab: Lab;
  let database: Database;
  let devices: { id: string; gain?: number }[];
  let sound: string;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    const [one, other] = [await seedDevice(database), await seedDevice(database, 'device-b')];
    devices = [one, { ...other, gain: 1.2 }];
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    sound = await seedResults(database, devices, CELLS);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const alter = async (id: string, sql: string): Promise<string> => {
    await database.pool.query(`UPDATE ${sql}`, [id]);
    return id;
  };
  const OF_CAMPAIGN = 'trial_id IN (SELECT id FROM trial WHERE campaign_id = $1)';

  const show = async (id: string, place: Place): Promise<string> => {
    const { status, body } = await lab.call('GET', pathOf(id, place, sound));
    expect([place, status]).toEqual([place, 200]);
    return typeof body === 'string' ? body : JSON.stringify(body);
  };

  const INPUTS: Record<string, BadInput> = {
    'cells with one trial': {
      seed: () => seedResults(database, devices, CELLS, 1),
      says: {
        ...everywhere(/[DE] (or worse|: a single trial)|single trial.*campaign extend --repetitions|"tooLow":[1-9]/),
        topology: /"rankable":false.*single trial.*campaign extend --repetitions/,
        devices: /"rank":null.*"rankable":false/,
        front: /"standing":"unranked"/,
        report: /too low to rank.*cells have a single trial|cells have a single trial/,
        answer: /too low to rank by.*measured once: whether it repeats is not known/,
        export: /,[DE],/,
        comparison: /"reason":"single_trial".*"rankable":false.*too low to rank/,
      },
      never:
        /"standing":"(certain|possible)"|"rank":\d|"apart":true|"correctedSavingPct":\{|"verdict":"(better|worse|equivalent)"/,
    },
    'no trial that counts yet': {
      seed: async () => {
        const id = await seedResults(database, devices, CELLS);
        await alter(id, `trial SET state = 'pending' WHERE campaign_id = $1`);
        return alter(id, `campaign SET state = 'running', finished_at = NULL WHERE id = $1`);
      },
      says: {
        ...everywhere(/no trial is accepted yet/),
        report: /"rows":\[\].*24 of 24 trials are still to come/,
        answer: /"best":null.*no trial was accepted.*launch the campaign file/,
        export: /^[^\n]*\r?\n?$/,
        comparison: /"cells":\[\].*is running: more trials are still to come.*no trial is accepted yet/,
      },
      never: /"estimate":\d/,
    },
    'trials that are all rejected': {
      seed: async () => {
        const id = await seedResults(database, devices, CELLS);
        await alter(id, `measurement SET verdict = 'rejected' WHERE ${OF_CAMPAIGN}`);
        return alter(id, `trial SET state = 'skipped' WHERE campaign_id = $1`);
      },
      says: {
        ...everywhere(
          /no trial was accepted \(0 failed, 24 skipped\).*campaign report` has the reasons.*campaign fill/,
        ),
        report: /"rows":\[\].*"skipped"/,
        answer: /"best":null.*campaign report` says why trials of an earlier one do not count/,
        export: /^[^\n]*\r?\n?$/,
        comparison: /"cells":\[\].*no trial was accepted \(0 failed, 24 skipped\)/,
      },
      never: /"estimate":\d/,
    },
    'trials that are all equal': {
      seed: () => seedResults(database, devices, CELLS, 3, 0),
      says: {
        ...everywhere(/trials are all equal.*find out why the sensor repeats a reading/),
        export: /trials are all equal/,
        comparison: /"reason":"no_scatter".*too low to rank/,
      },
      never: /"standing":"(certain|possible)"|"rank":\d|"apart":true|"verdict":"(better|worse|equivalent)"/,
    },
    'no cell under the governors': {
      seed: () => seedResults(database, devices, CELLS.slice(1)),
      says: {
        topology: /"savingPct":null.*no baseline was measured.*campaign extend --file/,
        governors: /"effects":\[\]/,
        devices: /no two devices have measured their governors: baseline: stock/,
        report: /no baseline was measured, so there is no saving to quote/,
        answer: /"baseline":null.*what it saves is not known.*baseline: stock in the campaign file/,
        comparison: /"onlyInReference":\[\{[^\]]*"gpuHz":"dvfs"/,
      },
      never: /"(savingPct|correctedSavingPct)":\{/,
    },
    'devices that were read in different ways': {
      seed: async () => {
        const id = await seedResults(database, devices, CELLS);
        const ofOne = `trial_id IN (SELECT id FROM trial WHERE campaign_id = $1 AND device_id = '${devices[0]!.id}')`;
        return alter(id, `measurement SET body = '{"sensor": {"layout": "hwmon", "samples": 1}}' WHERE ${ofOne}`);
      },
      says: {
        ...Object.fromEntries(
          [...VIEWS, 'report', 'answer'].map((place) => [
            place,
            /rails were read in different ways .*: compare devices with care/,
          ]),
        ),
        comparison: /rails were read in different ways .*: a change may be the meter's/,
      },
    },
  };

  describe.each(Object.entries(INPUTS))('%s', (_, { seed, says, never }) => {
    let id: string;
    beforeAll(async () => (id = await seed()));

    it.each(Object.keys(everywhere(/./)) as Place[])('%s', async (place) => {
      const shown = await show(id, place);
      expect(shown).not.toMatch(/NaN|Infinity|undefined/);
      if (never) expect(shown).not.toMatch(never);
      if (says[place]) expect(shown).toMatch(says[place]);
    });
  });

  it('has no answer to a question that nothing can keep, and says how to get one', async () => {
    const id = await seedResults(database, devices, CELLS);
    const { body } = await lab.call('GET', `/v1/answer?workload=alexnet&campaign=${id}&maxLatencyMs=0.001`);
    expect(body).toMatchObject({
      ...{ best: null, baseline: null, scripts: null, candidates: { all: 8, no: 8 } },
      unknowns: [
        { what: 'none of 8 measured cells keeps 0.001 ms a batch', how: expect.stringMatching(/^relax/) as string },
      ],
      campaignFile: expect.stringContaining('alexnet') as string,
    });
  });
});
