import { ALIAS_LIMIT } from '../energy/alias-bound';
import { effectiveSamples } from '../energy/fresh-readings';
import type { TrialCheck } from './trial-check';
import { inferenceWindow, timeOf, TRIAL_EVENTS, type TrialEvidence } from './trial-evidence';

export const eventsComplete: TrialCheck = {
  name: 'events_complete',
  severity: 'reject',
  finds: ({ events }) => {
    const missing = TRIAL_EVENTS.filter((name) => timeOf(events, name) === null);
    if (missing.length > 0) return `no ${missing.join(', ')} among ${events.length} events`;
    const twice = TRIAL_EVENTS.find((name) => events.filter((event) => event.name === name).length > 1);
    if (twice) return `${twice} occurs more than once`;
    const times = TRIAL_EVENTS.map((name) => timeOf(events, name)!);
    const back = times.findIndex((tUs, i) => i > 0 && tUs < times[i - 1]!);
    if (back < 0) return null;
    return `${TRIAL_EVENTS[back]} at ${times[back]} µs comes before ${TRIAL_EVENTS[back - 1]} at ${times[back - 1]} µs`;
  },
  remedy: 'the workload must print its six events in order (docs/agent-protocol.md, workload runners)',
};

/** Whether a workload did what it was asked for, to one batch: the last one may be left out, or counted when it is not full. */
export function areBatchesComplete({ requested, reported }: TrialEvidence['batches']): boolean {
  return reported === null || Math.abs(reported - requested) <= 1;
}

export const batchesComplete: TrialCheck = {
  name: 'batches_complete',
  severity: 'reject',
  repeats: true,
  finds: ({ batches }) => {
    if (areBatchesComplete(batches)) return null;
    return `the workload reported ${batches.reported} batches, ${batches.requested} were requested`;
  },
  remedy: 'the workload must run all requested inferences, and count its batches',
};

export const windowPositive: TrialCheck = {
  name: 'window_positive',
  severity: 'reject',
  finds: ({ events }) => {
    const window = inferenceWindow(events);
    if (!window || window.endUs > window.startUs) return null;
    return `the inference window ends ${window.startUs - window.endUs} µs before it begins`;
  },
  remedy: 'the workload must mark inference_start before and inference_end after its work, on the monotonic clock',
};

export const enoughSamples: TrialCheck = {
  name: 'enough_samples',
  severity: 'reject',
  repeats: true,
  finds: ({ energy, refreshUs, limits: { minSamples } }) => {
    const samples = energy ? effectiveSamples(energy.samples, energy.durationMs, refreshUs) : 0;
    if (samples >= minSamples) return null;
    const window = energy ? ` in a window of ${energy.durationMs.toFixed(0)} ms` : '';
    const times = (1.2 * minSamples) / samples;
    const more = samples > 0 ? `${times.toFixed(times < 100 ? 1 : 0)} times as many` : 'many more';
    const plural = samples === 1 ? '' : 's';
    const kind =
      refreshUs === null ? `sample${plural}` : `new reading${plural} (one in ${(refreshUs / 1e3).toFixed(0)} ms)`;
    return `${samples} ${kind}${window}, at least ${minSamples} are needed: request ${more} inferences`;
  },
  remedy: 'request more inferences, so that the window lasts at least a few seconds',
};

export const noGap: TrialCheck = {
  name: 'no_gap',
  severity: 'reject',
  finds: ({ energy, limits: { maxGapShare } }) => {
    if (!energy || energy.gapShare <= maxGapShare) return null;
    const periodMs =
      energy.medianPeriodUs === null ? '' : ` (median period ${(energy.medianPeriodUs / 1e3).toFixed(0)} ms)`;
    return `no samples in ${(100 * energy.gapShare).toFixed(1)} % of the window${periodMs}`;
  },
  remedy: 'the sampler was delayed: check for other load on the device',
};

export const aliasBounded: TrialCheck = {
  name: 'alias_bound',
  severity: 'flag',
  finds: ({ alias }) => {
    if (!alias || alias.boundShare <= ALIAS_LIMIT) return null;
    return `${alias.what} may be off by ${(100 * alias.boundShare).toFixed(1)} % (${alias.detail})`;
  },
  remedy: 'use batch-aware sampling, or request more inferences',
};
