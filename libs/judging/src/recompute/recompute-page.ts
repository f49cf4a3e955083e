import type { RecomputePage, RecomputedAttempt, RecomputeRequest } from '@joulefleet/contracts';
import { EARLY_PHASES, type EarlyPhase } from '@joulefleet/core';
import {
  inTransaction,
  listJudgedTrials,
  lockUnmovedTrial,
  replaceJudgement,
  restateTrial,
  type Database,
  type JudgedTrial,
  type StoredAttempt,
  type TrialStanding,
} from '@joulefleet/store';
import { computeJudgement } from '../compute-judgement';
import type { Judged } from '../judge-attempt';
import { rejectionOf } from '../settle-trial';
import { updateCellStatistics } from '../update-cell-statistics';
import { decideStanding } from './restate-trial';

interface Rejudged {
  stored: StoredAttempt;
  judged: Judged;
}

/** Judges a page of a campaign's stored trials anew, one trial after the other; writes only with `apply`. */
export async function recomputePageOf(
  database: Database,
  campaignId: string,
  { apply, after, limit }: RecomputeRequest,
): Promise<RecomputePage> {
  const trials = await listJudgedTrials(database.pool, campaignId, { after: after ?? null, limit });
  const next = trials.length === limit ? trials.at(-1)!.trialId : null;
  const page: RecomputePage = {
    campaignId,
    applied: apply,
    judged: 0,
    withoutRawData: 0,
    skipped: 0,
    moved: [],
    next,
  };
  for (const trial of trials) await recomputeTrial(database, trial, page);
  return page;
}

/** Judges the attempts of one trial anew, and adds what came of it to `page`. */
async function recomputeTrial(database: Database, trial: JudgedTrial, page: RecomputePage): Promise<void> {
  const rejudged: Rejudged[] = [];
  for (const stored of trial.attempts) {
    const { attempt, body, calibrations } = stored;
    const judged = await computeJudgement(database, { ...trial, attempt, body, calibrations });
    if (isRawDataLost(stored, judged)) page.withoutRawData++;
    else rejudged.push({ stored, judged });
  }
  page.judged += rejudged.length;
  const standing = decideStanding(
    trial,
    rejudged.map(({ stored, judged }) => ({
      attempt: stored.attempt,
      verdict: judged.verdict,
      reason: rejectionOf(judged),
    })),
  );
  const moved = rejudged.filter((each) => isMoved(each));
  const toSave = rejudged.filter(
    (each) => isMoved(each) || lacksParts(each) || lacksQuality(each) || lacksPhases(each),
  );
  if (toSave.length === 0 && !standing) return;
  if (page.applied && !(await save(database, trial, toSave, standing))) page.skipped += moved.length;
  else page.moved.push(...moved.map((each) => moveOf(trial, each, standing)));
}

/** A trace that was complete when it was judged first and is not any more has expired. */
function isRawDataLost({ findings }: StoredAttempt, judged: Judged): boolean {
  const isIncomplete = (each: { check: string }) => each.check === 'trace_incomplete';
  return judged.findings.some(isIncomplete) && !findings.some(isIncomplete);
}

function isMoved({ stored, judged }: Rejudged): boolean {
  return (
    stored.verdict !== judged.verdict ||
    stored.energyMj !== judged.energyMj ||
    stored.calibrationId !== judged.calibrationId ||
    checksOf(stored.findings).join() !== checksOf(judged.findings).join()
  );
}

function checksOf(findings: readonly { check: string }[]): string[] {
  return findings.map(({ check }) => check);
}

function moveOf(trial: JudgedTrial, { stored, judged }: Rejudged, standing: TrialStanding | null): RecomputedAttempt {
  const { trialId, device, cellKey, state } = trial;
  return {
    trialId,
    attempt: stored.attempt,
    device,
    cellKey,
    verdict: { before: stored.verdict, after: judged.verdict },
    energyMj: { before: stored.energyMj, after: judged.energyMj },
    calibration: { before: stored.calibrationVersion, after: versionOf(stored, judged) },
    findings: { before: checksOf(stored.findings), after: checksOf(judged.findings) },
    trialState: { before: state, after: standing?.state ?? state },
  };
}

/** Judged by a version that did not store the parts of the uncertainty. */
function lacksParts({ stored, judged }: Rejudged): boolean {
  return !stored.hasParts && judged.uncertaintyParts !== null;
}

/** Judged by a version that did not store what a trust grade is made from. */
function lacksQuality({ stored, judged }: Rejudged): boolean {
  return !stored.hasQuality && judged.quality !== null;
}

/** Judged by a version that did not store the energy of each phase, or took its edges for known better than they are. */
function lacksPhases({ stored, judged }: Rejudged): boolean {
  const differs = (phase: EarlyPhase): boolean =>
    stored.phases?.[phase]?.uncertaintyMj !== judged.phases?.[phase]?.uncertaintyMj;
  return judged.phases !== null && EARLY_PHASES.some(differs);
}

function versionOf({ calibrations }: StoredAttempt, { calibrationId }: Judged): number | null {
  return calibrations.find(({ id }) => id === calibrationId)?.version ?? null;
}

/** False: the trial or a judgement has changed since it was read, and nothing is written. */
async function save(
  database: Database,
  trial: JudgedTrial,
  moved: readonly Rejudged[],
  standing: TrialStanding | null,
): Promise<boolean> {
  const { trialId } = trial;
  return inTransaction(database, async (db) => {
    if (!(await lockUnmovedTrial(db, trial))) return false;
    for (const { stored, judged } of moved) {
      await replaceJudgement(db, { trialId, attempt: stored.attempt }, judged, stored.judgedAt);
    }
    if (standing) await restateTrial(db, trialId, standing);
    await updateCellStatistics(db, [trial]);
    return true;
  });
}
