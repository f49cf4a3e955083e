import { describeWork, findShortWindows, firstTexts, type KnownWindow } from '@joulefleet/core';
import type { CampaignPlan } from './plan-campaign';

const MAX_WARNINGS = 20;

/** Warns in a plan of windows that will be too short to sample, as far as earlier trials let that be known. Yields often. */
export function* warnOfShortWindows(plan: CampaignPlan, known: readonly KnownWindow[]): Generator<void, string[]> {
  const { sampling, checks } = plan.spec;
  const { short, unknown } = yield* findShortWindows(plan.cells, sampling, checks.minSamples, known);
  const tooShort = short.map(
    ({ deviceClass, batchSize, cells, windowMs, samples, inferencesNeeded, ...work }) =>
      `${deviceClass}, ${describeWork(work)}, batch ${batchSize}: the window of ${count(cells)} will be too short for sampling every ` +
      `${sampling.periodMs} ms (about ${(windowMs / 1000).toFixed(2)} s, ${samples} samples; enough_samples would reject it): ` +
      `request at least ${inferencesNeeded} inferences`,
  );
  const notKnown = unknown.map(
    ({ deviceClass, cells, of }) =>
      `no estimate of the window's length for ${cells} of ${of} cells on ${deviceClass}: they were not measured there before`,
  );
  return firstTexts([...notKnown, ...tooShort], MAX_WARNINGS);
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
