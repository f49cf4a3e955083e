import { FACTORS, takenLevels, wantedOf, type AnyFactor, type Level, type SomeFactors } from '@joulefleet/core';
import type { CampaignSpec } from './campaign-spec';
import type { DescribedIssue } from './describe-issue';

const OPTIONS = FACTORS.filter(({ appliedTo, optional }) => appliedTo === 'workload' && optional);

/** Levels of a workload factor that none of the workloads takes, such as a runtime that the catalogue does not list. */
export function findUntakenLevels({ workloads, factors }: CampaignSpec): DescribedIssue[] {
  if (workloads.some(({ command }) => command !== null)) return [];
  const places = [
    { path: ['factors'], own: factors as SomeFactors },
    ...Object.entries(factors.perClass).map(([name, own]) => ({ path: ['factors', 'perClass', name], own })),
  ];
  return places.flatMap(({ path, own }) =>
    OPTIONS.flatMap((factor) =>
      untaken(factor, own, workloads).map((found) => ({ ...found, path: [...path, ...found.path] })),
    ),
  );
}

function untaken(factor: AnyFactor, own: SomeFactors, workloads: CampaignSpec['workloads']): DescribedIssue[] {
  const wanted = (wantedOf(factor, own) ?? []) as readonly Level[];
  const taken = [...new Set(workloads.flatMap((workload) => takenLevels(workload, factor.key) ?? []))];
  const expected = taken.map((level) => factor.format(level)).join(', ');
  return wanted.flatMap((level, index) => {
    if (level === null || taken.includes(level)) return [];
    const message = `no workload of this campaign takes ${factor.name} ${factor.format(level)}`;
    return [{ path: [factor.name, index], message, expected }];
  });
}
