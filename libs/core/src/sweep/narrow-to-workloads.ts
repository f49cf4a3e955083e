import type { Level } from '../factors/factor';
import type { AnyFactor } from '../factors/registry';
import { CATALOGUE_PARAMETERS, takenLevels, takesParameter } from '../workload/taken-levels';
import type { DeviceLevels, WorkloadOnDevice } from './device-levels';
import type { SweepWorkload } from './sweep-spec';

interface Narrowed {
  readonly levels: readonly Level[];
  /** What was left out, and why. */
  readonly notes: readonly LeftOut[];
}

interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** Leaves to each workload the levels of the workload factors that it takes. Notes that differ by the workload alone are one. */
export function narrowToWorkloads(
  workloads: readonly SweepWorkload[],
  factors: readonly AnyFactor[],
  levels: DeviceLevels['factors'],
): { workloads: WorkloadOnDevice[]; notes: string[] } {
  const options = factors.filter(({ appliedTo, optional }) => appliedTo === 'workload' && optional);
  // In a campaign with a command of one's own, parameters are that command's.
  const areOwn = workloads.some(({ command }) => command !== null);
  const notes = new Map<string, LeftOut & { names: Set<string> }>();
  const narrowed = workloads.map((workload): WorkloadOnDevice => {
    const each = options.map(
      (factor) => [factor.key, narrow(factor, levels[factor.key] ?? [], workload, areOwn)] as const,
    );
    for (const { what, why } of each.flatMap(([, found]) => found.notes)) {
      const note = notes.get(`${what} ${why}`) ?? { what, why, names: new Set() };
      notes.set(`${what} ${why}`, note);
      note.names.add(workload.name);
    }
    return { ...workload, taken: Object.fromEntries(each.map(([key, found]) => [key, found.levels])) };
  });
  const texts = [...notes.values()].map(({ what, why, names }) => `${what} for ${[...names].join(', ')}: ${why}`);
  return { workloads: narrowed, notes: texts };
}

function narrow(
  factor: AnyFactor,
  levels: readonly Level[],
  workload: SweepWorkload,
  areParametersOwn: boolean,
): Narrowed {
  if (workload.command !== null) return { levels, notes: [] };
  const { name, parameter } = factor;
  if (parameter !== undefined) {
    return areParametersOwn ? { levels: [null], notes: [NO_PARAMETERS] } : narrowParameter(parameter, levels);
  }
  const taken = takenLevels(workload, factor.key) ?? [];
  const why = `it takes ${taken.map((level) => factor.format(level)).join(', ')}`;
  const unknown = levels.filter((level) => level !== null && !taken.includes(level));
  const notes = unknown.map((level) => ({ what: `${name} ${factor.format(level)} left out`, why }));
  const byItself = levels.includes(null) ? taken[0] : undefined;
  if (byItself !== undefined && levels.includes(byItself)) {
    notes.push({ what: `${name} ${factor.format(byItself)} left out`, why: 'it is the default' });
  }
  const kept = levels.filter((level) => !unknown.includes(level) && level !== byItself);
  if (kept.length === 0) notes.push({ what: 'nothing is measured', why: `no level of ${name} is left` });
  return { levels: kept, notes };
}

const NO_PARAMETERS: LeftOut = {
  what: 'parameters left out',
  why: 'in this campaign they are those of the command of your own',
};

function narrowParameter(parameter: string, levels: readonly Level[]): Narrowed {
  const kept = levels.filter((level) => level !== null && takesParameter(parameter, level));
  const unknown = levels.filter((level) => !kept.includes(level));
  const why = `it takes ${CATALOGUE_PARAMETERS.join(', ')}, each with its own kind of levels`;
  const notes = unknown.map((level) => ({ what: `parameters.${parameter} ${String(level)} left out`, why }));
  return kept.length > 0 ? { levels: kept, notes } : { levels: [null], notes };
}
