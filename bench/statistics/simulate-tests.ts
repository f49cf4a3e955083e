import {
  holm,
  normalDeviate,
  permutationTest,
  runToEnd,
  sampleMoments,
  twoSidedPValue,
  welchDifference,
  type Random,
} from '@joulefleet/core';

const ALPHA = 0.05;
const NORMAL_95 = 1.96;

/** Two cells that are measured in the same blocks. */
export interface Pairs {
  blocks: number;
  /** Of one trial, of log energy. */
  sdLog: number;
  /** What trials of one block have in common. */
  blockSdLog: number;
  /** True difference of log energy. */
  difference: number;
}

/** How many of the tries reject "no difference". */
export interface Rejections {
  tries: number;
  permutation: number;
  welch: number;
  /** Mean over standard error against 1.96, which takes the deviation for known. */
  normal: number;
}

export function simulateTests(tries: number, pairs: Pairs, random: Random): Rejections {
  const counts: Rejections = { tries, permutation: 0, welch: 0, normal: 0 };
  for (let i = 0; i < tries; i++) {
    const { sample, against } = drawPairs(pairs, random);
    const differences = sample.map((x, block) => x - against[block]!);
    counts.permutation += Number(runToEnd(permutationTest(differences, random))!.pValue <= ALPHA);
    counts.welch += Number(twoSidedPValue(welchDifference(sample, against)!) <= ALPHA);
    const { mean, deviation, count } = sampleMoments(differences);
    counts.normal += Number(Math.abs(mean) * Math.sqrt(count) > NORMAL_95 * deviation!);
  }
  return counts;
}

/** Tables of equal cells: in how many of them any test rejects, with Holm's adjustment and without one. */
export function simulateTables(tables: number, cells: number, pairs: Pairs, random: Random) {
  const counts = { tables, holm: 0, plain: 0 };
  for (let i = 0; i < tables; i++) {
    const pValues = Array.from({ length: cells }, () => {
      const { sample, against } = drawPairs({ ...pairs, difference: 0 }, random);
      return twoSidedPValue(welchDifference(sample, against)!);
    });
    counts.holm += Number(holm(pValues).some((p) => p <= ALPHA));
    counts.plain += Number(pValues.some((p) => p <= ALPHA));
  }
  return counts;
}

function drawPairs({ blocks, sdLog, blockSdLog, difference }: Pairs, random: Random) {
  const common = Array.from({ length: blocks }, () => blockSdLog * normalDeviate(random));
  const sample = common.map((ofBlock) => ofBlock + difference + sdLog * normalDeviate(random));
  const against = common.map((ofBlock) => ofBlock + sdLog * normalDeviate(random));
  return { sample, against };
}
