import { figuresOfMerit } from './figures-of-merit';

it('follows from energy, duration and number of inferences', () => {
  const input = { energyMj: 600_000, netEnergyMj: 450_000, durationMs: 100_000, inferences: 3_100, batchSize: 16 };
  expect(figuresOfMerit(input)).toEqual({
    energyPerInferenceMj: 600_000 / 3_100,
    // The last batch is not full.
    energyPerBatchMj: 600_000 / 194,
    netEnergyPerInferenceMj: 450_000 / 3_100,
    inferencesPerJ: 3_100 / 600,
    inferencesPerS: 31,
    meanBatchMs: 100_000 / 194,
    edpJs: 60_000,
    ed2pJs2: 6_000_000,
  });
  expect(figuresOfMerit({ ...input, netEnergyMj: null }).netEnergyPerInferenceMj).toBeNull();
});
