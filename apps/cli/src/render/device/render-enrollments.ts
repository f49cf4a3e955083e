import type { DeviceView } from '@joulefleet/contracts';
import type { EnrollmentOutcome } from '../../enroll/enroll-many';
import type { Colors } from '../../terminal/session';
import { padRight } from '../../terminal/visible-width';

export type EnrollmentCounts = Record<EnrollmentOutcome['outcome'], number>;

export function countOutcomes(outcomes: readonly EnrollmentOutcome[]): EnrollmentCounts {
  const counts = { enrolled: 0, updated: 0, unchanged: 0, failed: 0, left: 0 };
  for (const { outcome } of outcomes) counts[outcome]++;
  return counts;
}

/** One line, as a device is done. */
export function renderOutcome(ended: EnrollmentOutcome, colors: Colors): string {
  const line = (mark: string, what: string): string =>
    `${mark} ${padRight(ended.name, 24)} ${padRight(ended.outcome, 10)} ${ended.durationS.toFixed(1)} s  ${what}`;
  if (ended.outcome === 'failed') return line(colors.red('✘'), `${ended.error.code}: ${ended.error.detail}`);
  if (ended.outcome === 'left') return line(colors.dim('-'), '');
  const { deviceClass, availability, reason } = ended.device;
  if (isOut(ended)) return line(colors.yellow('!'), `${availability}: ${reason ?? deviceClass}`);
  return line(colors.green('✔'), deviceClass);
}

/** It is quarantined, or was enrolled just now and is not there for campaigns. */
function isOut({ outcome, device }: Extract<EnrollmentOutcome, { device: DeviceView }>): boolean {
  if (device.availability === 'quarantined') return true;
  return outcome !== 'unchanged' && device.availability !== 'ready' && device.availability !== 'leased';
}

/** `197 enrolled, 3 failed`. */
export function renderCounts(counts: EnrollmentCounts): string {
  const words = { left: 'not tried' } as Partial<Record<string, string>>;
  const told = Object.entries(counts).filter(([, n]) => n > 0);
  return told.map(([outcome, n]) => `${n} ${words[outcome] ?? outcome}`).join(', ');
}

/** What came of all, and of each that failed or is not there for campaigns where it stands and what to do. */
export function renderEnrollments(outcomes: readonly EnrollmentOutcome[], colors: Colors): string {
  const failures = outcomes.flatMap((ended) => {
    const heading = `\n${colors.bold(ended.name)}  ${ended.address}  ${colors.dim(ended.where)}`;
    if ('device' in ended && isOut(ended)) return [heading, ...renderOut(ended.device)];
    if (ended.outcome !== 'failed') return [];
    const { error } = ended;
    const seen = error.fingerprint === undefined ? [] : [`  seen key  ${error.fingerprint}`];
    const remedy = error.remedy === undefined ? [] : [`  to do     ${error.remedy}`];
    return [heading, `  what      ${error.detail} (${error.code})`, ...seen, ...remedy];
  });
  return [renderCounts(countOutcomes(outcomes)), ...failures].join('\n');
}

/** With the remedy of each check that failed. */
function renderOut({ name, availability, reason, preflight }: DeviceView): string[] {
  const remedies = (preflight ?? []).flatMap(({ passed, severity, remedy }) =>
    passed || severity !== 'blocks' || remedy === null ? [] : [`  to do     ${remedy}`],
  );
  const checked = `  then      joulefleet device check ${name}`;
  return [`  what      it is enrolled, and ${availability}: ${reason ?? 'no reason is known'}`, ...remedies, checked];
}
