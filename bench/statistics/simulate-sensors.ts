import { compareCells, digestCells, energyUncertainty, INA3221, runToEnd, type Random } from '@joulefleet/core';
import { cellOf } from './drawn-cell';

const DURATION_MS = 20_000;
/** Sensors as the data sheet allows them, each measuring a power from the range without noise: how often the uncertainty holds the truth. */
export function simulateSensors(sensors: number, range: { fromMw: number; toMw: number }, random: Random) {
  const counts = { sensors, covered: 0, coveredByTwo: 0 };
  for (let i = 0; i < sensors; i++) {
    const powerMw = range.fromMw * (range.toMw / range.fromMw) ** random();
    const { energyMj, coverageMj, expandedMj } = measure(drawReading(powerMw, random));
    const error = Math.abs(energyMj - (powerMw * DURATION_MS) / 1e3);
    counts.covered += Number(error <= coverageMj);
    counts.coveredByTwo += Number(error <= expandedMj);
  }
  return counts;
}

/** What a sensor drawn from within the data sheet's limits reads of a power. */
function drawReading(powerMw: number, random: Random): number {
  const within = (limit: number): number => limit * (2 * random() - 1);
  const { shuntGain, busGain, busOffset, shuntTolerance, offsetMw } = INA3221;
  const gains = [shuntGain, busGain, busOffset, shuntTolerance].map((limit) => 1 + within(limit));
  return powerMw * gains.reduce((product, gain) => product * gain, 1) + within(offsetMw);
}

/** Energy and its uncertainty as a report has them, and the trial's own with k = 2. */
function measure(meanPowerMw: number) {
  const energyMj = (meanPowerMw * DURATION_MS) / 1e3;
  const window = { energyMj, durationMs: DURATION_MS, gapUncertaintyMj: 0, edgeUncertaintyMj: 0 };
  const uncertainty = energyUncertainty(window, 0);
  const trial = { energyMj, netEnergyMj: null, durationMs: DURATION_MS, meanPowerMw, ...uncertainty };
  // Two equal trials: no part of the uncertainty is of repetition.
  const trials = [0, 1].map((block) => ({ ...trial, block }));
  const [row] = runToEnd(compareCells(digestCells([cellOf(0, trials)])));
  const { absoluteUncertaintyMj } = row!.optimum!;
  return { energyMj, coverageMj: absoluteUncertaintyMj, expandedMj: uncertainty.absoluteUncertaintyMj };
}
