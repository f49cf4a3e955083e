import type { ReportView } from '@joulefleet/contracts';
import { invertInterval } from '@joulefleet/core';

type Ratio = ReportView['ratios'][number];

/** With so many devices every pair is still shown. */
const ALL_PAIRS_UP_TO = 3;

/**
 * Of many devices each against the one that needs the least energy for the same work, instead of every pair: eight devices have
 * 28 pairs, and the others follow from these.
 */
export function ratiosToBest(ratios: readonly Ratio[]): Ratio[] {
  const groups = new Map<string, Ratio[]>();
  for (const ratio of ratios) {
    const { workload, batchSize, graphMode, inferences, options, at } = ratio;
    const key = JSON.stringify([workload, batchSize, graphMode, inferences, options, at]);
    groups.set(key, [...(groups.get(key) ?? []), ratio]);
  }
  return [...groups.values()].flatMap(toBest);
}

function toBest(group: readonly Ratio[]): readonly Ratio[] {
  const devices = [...new Set(group.flatMap(({ device, against }) => [device, against]))];
  if (devices.length <= ALL_PAIRS_UP_TO) return group;
  const wins = (device: string): number => group.filter((ratio) => winnerOf(ratio) === device).length;
  const best = devices.reduce((a, b) => (wins(b) > wins(a) ? b : a));
  return group.flatMap((ratio) => {
    if (ratio.against === best) return [ratio];
    return ratio.device === best ? [turned(ratio)] : [];
  });
}

function winnerOf({ device, against, energyRatio }: Ratio): string {
  return energyRatio.estimate <= 1 ? device : against;
}

function turned(ratio: Ratio): Ratio {
  const { device, against, energyRatio, durationRatio, grade, againstGrade } = ratio;
  const pair = { device: against, against: device, grade: againstGrade, againstGrade: grade };
  return { ...ratio, ...pair, energyRatio: invertInterval(energyRatio), durationRatio: invertInterval(durationRatio) };
}
