import { parseConstraint, type Constraint } from '@joulefleet/contracts';
import type { SweepError, SweepSpec } from '@joulefleet/core';

/** The conditions of a campaign file, ready for its cells; `errors` fills while cells are judged. */
export interface Conditions {
  keeps: SweepSpec['keeps'];
  errors: SweepError[];
}

/** A cell is kept where every condition holds. One that cannot be evaluated is reported once, with the first such cell. */
export function readConditions(texts: readonly string[]): Conditions {
  const errors: SweepError[] = [];
  const constraints = texts.flatMap((text, index): [Constraint, number][] => {
    const parsed = parseConstraint(text);
    return parsed.ok ? [[parsed.constraint, index]] : [];
  });
  if (constraints.length === 0) return { keeps: undefined, errors };
  const failed = new Set<number>();
  const keeps: SweepSpec['keeps'] = (deviceClass, levels, isBaseline) =>
    constraints.every(([constraint, index]) => {
      if (failed.has(index) || (isBaseline && !constraint.ofWorkload)) return true;
      try {
        return constraint.holds(deviceClass, levels);
      } catch (error) {
        failed.add(index);
        errors.push(notEvaluated(constraint, index, deviceClass, error as Error));
        return true;
      }
    });
  return { keeps, errors };
}

function notEvaluated({ text }: Constraint, index: number, deviceClass: string, { message }: Error): SweepError {
  const hint =
    'a clock that is left to a governor is "dvfs" or "stock", and what is left as it is reads "default": no figure can be compared with those';
  const reason = `${JSON.stringify(text)} cannot be evaluated for a cell of ${deviceClass}: ${message}; ${hint}`;
  return { level: 'where', message: reason, nearest: [], path: ['where', index] };
}
