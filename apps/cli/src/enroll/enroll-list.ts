import { EXIT, exitCodeOfEnrolled } from '../exit-codes';
import { countOutcomes, renderCounts, renderEnrollments, renderOutcome } from '../render/device/render-enrollments';
import { LiveLines } from '../terminal/live-lines';
import type { Session } from '../terminal/session';
import { enrollMany, type EnrollmentOutcome } from './enroll-many';
import { planEnrollments, type EnrollmentSources } from './plan-enrollments';

/** Connections of one command at the same time; the controller has the same limit for all together. */
const AT_ONCE = 50;
const JITTER_MS = 250;

/**
 * `joulefleet device enroll` for several devices: a line as each is done, then what came of all. Exit code 6 when some could
 * not be enrolled, 3 when all are and some stand quarantined, 130 after Ctrl-C, which lets those that are under way come to their end.
 */
export async function enrollList(
  session: Session,
  sources: EnrollmentSources,
  trustFirstUse: boolean,
): Promise<number> {
  const { enrollments, skipped } = planEnrollments(sources, session.io.environment);
  for (const { where, message } of skipped) session.note(`${where}: ${message}`);
  const done: EnrollmentOutcome[] = [];
  const live = new LiveLines(session.io.stderr);
  const onTerminal = session.io.stderr.isTTY === true;
  let stopped = false;
  const release = session.io.onInterrupt(() => (stopped = true));
  try {
    const options = { atOnce: AT_ONCE, jitterMs: JITTER_MS, trustFirstUse, stopped: () => stopped };
    const outcomes = await enrollMany(session.client(), enrollments, options, (ended) => {
      done.push(ended);
      if (onTerminal) live.clear();
      session.note(renderOutcome(ended, session.noteColors));
      if (onTerminal) live.draw([`${done.length} of ${enrollments.length}: ${renderCounts(countOutcomes(done))}`]);
    });
    const counts = countOutcomes(outcomes);
    session.result({ counts, devices: outcomes }, renderEnrollments(outcomes, session.colors));
    if (stopped && counts.left > 0) return EXIT.interrupted;
    if (counts.failed > 0) return EXIT.enrollmentFailures;
    return exitCodeOfEnrolled(outcomes.flatMap((ended) => ('device' in ended ? [ended.device] : [])));
  } finally {
    if (onTerminal) live.clear();
    release();
  }
}
