import { FACTORS } from '../factors/registry';
import type { TrialCheck } from './trial-check';
import type { ClockReading, TrialEvidence } from './trial-evidence';

/** Knobs beside the clocks: a level is a whole number or a word, set or not set. The clocks have checks with tolerances. */
const KNOBS = FACTORS.filter(({ appliedTo, optional }) => appliedTo === 'device' && optional);

export const knobsAsRequested: TrialCheck = {
  name: 'knobs_as_requested',
  severity: 'reject',
  finds: ({ requested, before, after }) => {
    const wrong = [...differences(requested, before, 'before'), ...differences(requested, after, 'after')];
    return wrong.length === 0 ? null : wrong.join('; ');
  },
  remedy: 'check for another program that sets them, and whether the power mode (nvpmodel -q) allows the level',
};

function differences(requested: TrialEvidence['requested'], reading: ClockReading | null, when: string): string[] {
  return KNOBS.flatMap((factor) => {
    const { key, unset } = factor;
    const wanted = requested[key];
    if (wanted === undefined || wanted === unset) return [];
    const read = reading?.knobs[key] ?? null;
    if (read === wanted) return [];
    return [
      `${key} was requested as ${factor.format(wanted)} and read as ${read === null ? 'nothing' : factor.format(read)} ${when} the trial`,
    ];
  });
}
