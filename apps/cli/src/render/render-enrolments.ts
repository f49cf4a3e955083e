import type { EnrolmentOutcome } from '../enroll/enroll-many';
import type { Colors } from '../terminal/session';
import { padRight } from '../terminal/visible-width';

export type EnrolmentCounts = Record<EnrolmentOutcome['outcome'], number>;

export function countOutcomes(outcomes: readonly EnrolmentOutcome[]): EnrolmentCounts {
  const counts = { enrolled: 0, updated: 0, unchanged: 0, failed: 0, left: 0 };
  for (const { outcome } of outcomes) counts[outcome]++;
  return counts;
}

/** One line, as a device is done. */
export function renderOutcome(ended: EnrolmentOutcome, colors: Colors): string {
  const line = (mark: string, what: string): string =>
    `${mark} ${padRight(ended.name, 24)} ${padRight(ended.outcome, 10)} ${ended.durationS.toFixed(1)} s  ${what}`;
  if (ended.outcome === 'failed') return line(colors.red('✘'), `${ended.error.code}: ${ended.error.detail}`);
  if (ended.outcome === 'left') return line(colors.dim('-'), '');
  return line(colors.green('✔'), ended.device.deviceClass);
}

/** `197 enrolled, 3 failed`. */
export function renderCounts(counts: EnrolmentCounts): string {
  const words = { left: 'not tried' } as Partial<Record<string, string>>;
  const told = Object.entries(counts).filter(([, n]) => n > 0);
  return told.map(([outcome, n]) => `${n} ${words[outcome] ?? outcome}`).join(', ');
}

/** What came of all, and of each that failed where it stands and what to do. */
export function renderEnrolments(outcomes: readonly EnrolmentOutcome[], colors: Colors): string {
  const failures = outcomes.flatMap((ended) => {
    if (ended.outcome !== 'failed') return [];
    const { error } = ended;
    const heading = `\n${colors.bold(ended.name)}  ${ended.address}  ${colors.dim(ended.where)}`;
    const seen = error.fingerprint === undefined ? [] : [`  seen key  ${error.fingerprint}`];
    const remedy = error.remedy === undefined ? [] : [`  to do     ${error.remedy}`];
    return [heading, `  what      ${error.detail} (${error.code})`, ...seen, ...remedy];
  });
  return [renderCounts(countOutcomes(outcomes)), ...failures].join('\n');
}
