import type { RecomputedAttempt } from '@joulefleet/contracts';
import type { MovedDevice, RecomputedResults } from '@joulefleet/figures';
import { formatCount } from '@joulefleet/figures';

export function renderRecomputed(results: RecomputedResults, applyCommand: string): string {
  const { judged, moved, verdictsMoved, trialsMoved, withoutRawData, skipped, applied } = results;
  const change = (100 * results.largestRelativeChange).toPrecision(3);
  const moves = applied ? 'changed' : 'would change';
  const lines = [`${formatCount(judged, 'attempt')} judged anew: ${moved} ${moves}, ${verdictsMoved} in verdict.`];
  if (moved > 0)
    lines.push(`${formatCount(trialsMoved, 'attempt')} moved a trial; largest change of energy: ${change} %.`);
  lines.push(...results.devices.map(describeDevice), ...describeCells(results));
  for (const each of results.attempts) lines.push(`  ${describe(each)}`);
  if (moved > results.attempts.length) lines.push(`  and ${moved - results.attempts.length} more`);
  if (withoutRawData > 0) lines.push(`${formatCount(withoutRawData, 'attempt')} left as before: raw traces expired.`);
  if (skipped > 0) lines.push(`${formatCount(skipped, 'attempt')} changed meanwhile: recompute again.`);
  if (!applied && moved > 0) lines.push(`Nothing was written. Write it: ${applyCommand}`);
  return lines.join('\n');
}

function describeDevice({ device, moved, meanChangePct, largestChangePct }: MovedDevice): string {
  return `${device}: ${formatCount(moved, 'attempt')} by ${signed(meanChangePct)} in the mean, ${signed(largestChangePct)} at most`;
}

function describeCells({ moved, cellsWithVerdict, optima }: RecomputedResults): string[] {
  if (moved === 0) return [];
  const verdicts = cellsWithVerdict.map((cell) => `another verdict in ${cell}`);
  const moves = optima.map(({ device, workload, batchSize, before, after }) => {
    const row = `${workload}, batch ${batchSize}, on ${device}`;
    return `another optimum of ${row}: ${before.slice(0, 8)} -> ${after.slice(0, 8)}`;
  });
  return [...verdicts, ...moves, ...(moves.length === 0 ? ['every optimum stays the same cell'] : [])];
}

function signed(pct: number): string {
  return `${pct >= 0 ? '+' : ''}${pct.toPrecision(3)} %`;
}

function describe(moved: RecomputedAttempt): string {
  const { device, cellKey, verdict, energyMj, calibration, trialState, findings } = moved;
  const checks = findings.after.length > 0 ? ` (${findings.after.join(', ')})` : '';
  const [before, after] = [energyMj.before, energyMj.after].map((mj) =>
    mj === null ? '-' : Number(mj.toPrecision(7)),
  );
  const energy = `${before} -> ${after} mJ`;
  const state = `trial ${trialState.before} -> ${trialState.after}`;
  const version =
    calibration.before === calibration.after
      ? ''
      : `, calibration ${calibration.before ?? 'none'} -> ${calibration.after ?? 'none'}`;
  return `${device} ${cellKey.slice(0, 8)}: ${verdict.before} -> ${verdict.after}${checks}, ${energy}${version}, ${state}`;
}
