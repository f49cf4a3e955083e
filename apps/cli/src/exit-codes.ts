import type { ComparisonView, DeviceView, NightBisect, NightChanges, NightView, Problem } from '@joulefleet/contracts';

/** What the exit code of `joulefleet` means. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  device: 3,
  network: 4,
  campaignFailures: 5,
  enrollmentFailures: 6,
  nightIncomplete: 7,
  nightFailed: 8,
  comparisonChanged: 9,
  comparisonUndecided: 10,
  noAnswer: 11,
  interrupted: 130,
} as const;

const BY_ORIGIN: Readonly<Record<Problem['origin'], number>> = {
  bug: EXIT.internal,
  controller: EXIT.internal,
  operator: EXIT.usage,
  device: EXIT.device,
  network: EXIT.network,
};

/** Exit code of a problem: whose fault it is decides. */
export function exitCodeOf(problem: Problem): number {
  return BY_ORIGIN[problem.origin];
}

/** Exit code of enrollments that all came to an end: a device that stands quarantined did not pass its pre-flight, or is kept out. */
export function exitCodeOfEnrolled(devices: readonly Pick<DeviceView, 'availability'>[]): number {
  return devices.some(({ availability }) => availability === 'quarantined') ? EXIT.device : EXIT.ok;
}

/** Exit code of the last nights: the worst decides. One that runs is incomplete; one that was skipped by choice is not judged. */
export function exitCodeOfNights(outcomes: readonly NightView['outcome'][]): number {
  if (outcomes.includes('failed')) return EXIT.nightFailed;
  const incomplete = outcomes.some((outcome) => outcome === 'incomplete' || outcome === 'running');
  return incomplete ? EXIT.nightIncomplete : EXIT.ok;
}

/**
 * Exit code of judged nights: a confirmed change for the worse that is open, and that nobody has acknowledged, decides; then whether they are
 * judged yet.
 */
export function exitCodeOfChanges({ changes, learning }: Pick<NightChanges, 'changes' | 'learning'>): number {
  const isOpen = changes.some(
    ({ state, changePct, acknowledged }) => state === 'confirmed' && changePct > 0 && !acknowledged,
  );
  if (isOpen) return EXIT.comparisonChanged;
  return learning > 0 ? EXIT.comparisonUndecided : EXIT.ok;
}

/** Exit code of a bisection that is over. */
export function exitCodeOfBisect(state: NightBisect['state']): number {
  if (state === 'failed' || state === 'unmeasured') return EXIT.campaignFailures;
  return state === 'found' ? EXIT.ok : EXIT.comparisonUndecided;
}

/** Exit code of a comparison: a change that matters decides, then whether anything is left open. */
export function exitCodeOfComparison({ changed, verdicts }: Pick<ComparisonView, 'changed' | 'verdicts'>): number {
  if (changed > 0) return EXIT.comparisonChanged;
  const compared = Object.values(verdicts).reduce((sum, count) => sum + count, 0);
  return verdicts.undecided > 0 || compared === 0 ? EXIT.comparisonUndecided : EXIT.ok;
}

/** Shown at the end of `joulefleet --help`. */
export const EXIT_CODE_HELP = `
Exit codes:
  0    done
  1    the controller or this program failed
  2    the command, the campaign file, the inventory or another input is wrong
  3    a device is at fault, or did not pass its check; one that was enrolled so is quarantined
  4    the network, or no controller is running; notice test: it did not arrive
  5    a campaign ended with failures or was cancelled; paper: a figure fails; nightly demo: not all is named rightly;
       nightly bisect: a version could not be measured
  6    some devices of several could not be enrolled; the others are
  7    nightly report: a night is incomplete, or still runs
  8    nightly report: a night failed, or did not start
  9    campaign compare: a cell changed by the margin or more; nightly gate: a confirmed change for the worse is open
  10   campaign compare: none did, but cells are undecided, or there are none in both; nightly gate: too few nights;
       nightly bisect: the version is not known
  11   answer: nothing that was measured keeps the limits, or nothing was measured
  130  interrupted with Ctrl-C`;
