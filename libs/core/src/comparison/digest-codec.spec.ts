import { normalDeviate, seededRandom } from '../random';
import { digestTrials } from './cell-digest';
import { DigestDecoder, encodeDigest } from './digest-codec';
import type { AcceptedTrial, CellDigest } from './measured-cell';

const random = seededRandom(7);

function draw(count: number, netMj: number | null = null): AcceptedTrial[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ energyMj: 1e5 * Math.exp(0.01 * normalDeviate(random)), netEnergyMj: netMj, durationMs: 1e4 + i },
    ...{ meanPowerMw: 9e3 + i, block: (3 * i) % 10, absoluteUncertaintyMj: 900, relativeUncertaintyMj: 30 },
  }));
}

const PHASES = { load: { energyMj: 9e3, durationMs: 2e3, meanPowerMw: 4500, uncertaintyMj: 500 }, warmup: null };

/** The series as plain lists, which Jest compares with typed ones. */
function plain(digest: CellDigest | null) {
  if (!digest) return null;
  const [logEnergies, logDurations, blocks] = [digest.logEnergies, digest.logDurations, digest.blocks].map((series) =>
    Array.from(series),
  );
  const { trials, logEstimate, sdLog, median, mean, cvPct } = digest.energy;
  const logOnly = (of: CellDigest['duration']) => ({ trials: of.trials, logEstimate: of.logEstimate, sdLog: of.sdLog });
  const energy = { trials, logEstimate, sdLog, median, mean, cvPct };
  const figures = { energy, netEnergy: digest.netEnergy && logOnly(digest.netEnergy) };
  const { load } = digest.phases;
  const ofLoad = load && { ...load, energy: logOnly(load.energy), duration: logOnly(load.duration) };
  const { outliers, energyWithoutOutliersMj, absoluteShare, relativeShare } = digest;
  const others = {
    ...{ outliers, energyWithoutOutliersMj, absoluteShare, relativeShare },
    phases: { load: ofLoad, warmup: digest.phases.warmup },
    duration: logOnly(digest.duration),
    power: logOnly(digest.power),
  };
  return { ...figures, ...others, logEnergies, logDurations, blocks };
}

it.each([
  ['a single trial', draw(1)],
  ['few trials', draw(3)],
  ['many trials with net energy', draw(12, 5e4)],
  ['trials that idle as much as they work', draw(4, -1)],
  ['trials of which some have a load', draw(3).map((trial, i) => ({ ...trial, phases: i > 0 ? PHASES : null }))],
  ['an outlier', [...draw(9), { ...draw(1)[0]!, energyMj: 5e5 }]],
])('keeps the digest of %s', (_case, trials) => {
  const digest = digestTrials(trials)!;
  expect(plain(new DigestDecoder().decode(encodeDigest(digest)))).toEqual(plain(digest));
});

it('has the trials in the order of their blocks, whatever order they come in', () => {
  const trials = draw(10);
  const digest = digestTrials(trials)!;
  expect(Array.from(digest.blocks)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(digestTrials([...trials].reverse())!.logEnergies).toEqual(digest.logEnergies);
});

it('keeps each of many digests apart, those that are not of this version left out', () => {
  const digests = Array.from({ length: 5_000 }, (_, i) => digestTrials(draw(1 + (i % 7)))!);
  const decoder = new DigestDecoder();
  const found = digests.map((digest) => {
    decoder.decode(new Uint8Array(8 * 33));
    return decoder.decode(encodeDigest(digest));
  });
  expect(found.map(plain)).toEqual(digests.map(plain));
});

it('has no digest without a trial', () => {
  expect(digestTrials([])).toBeNull();
});

it('takes no bytes of another version or of another length', () => {
  const bytes = encodeDigest(digestTrials(draw(3))!);
  const newer = Uint8Array.from(bytes);
  new DataView(newer.buffer).setFloat64(0, 99, true);
  for (const odd of [newer, bytes.slice(0, -8), bytes.slice(0, 20), new Uint8Array()]) {
    expect(new DigestDecoder().decode(odd)).toBeNull();
  }
});
