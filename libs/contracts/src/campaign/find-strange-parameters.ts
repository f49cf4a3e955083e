import { nearestWord, type WantedParameters } from '@joulefleet/core';
import type { CampaignSpec } from './campaign-spec';
import { parseConstraint } from './constraint';
import type { DescribedIssue } from './describe-issue';

/** Parameters that a file names and does not list under `parameters`, and parameters that no workload takes. */
export function findStrangeParameters(spec: CampaignSpec): DescribedIssue[] {
  const known = Object.keys(spec.parameters);
  const strange = namedParameters(spec).filter(({ name }) => !known.includes(name));
  return [
    ...(known.length > 0 && spec.workloads.every(({ command }) => command === null) ? [NOBODY_TAKES_THEM] : []),
    ...strange.map(({ name, path }) => ({
      path,
      message: `${name} is no parameter of this campaign`,
      expected: known.length > 0 ? known.join(', ') : 'a parameter that stands under "parameters"',
      nearest: nearestWord(name, known),
    })),
  ];
}

const NOBODY_TAKES_THEM: DescribedIssue = {
  path: ['parameters'],
  message: 'no workload takes parameters',
  expected: 'a workload with a command of your own: {name, command: [...]}',
};

interface Named {
  name: string;
  path: PropertyKey[];
}

function* namedIn(parameters: WantedParameters | undefined, path: PropertyKey[]): Generator<Named> {
  for (const name of Object.keys(parameters ?? {})) yield { name, path: [...path, 'parameters', name] };
}

function namedParameters({ factors, exclude, zip, where }: CampaignSpec): Named[] {
  const { perClass } = factors;
  const prefix = 'parameters.';
  return [
    ...Object.entries(perClass).flatMap(([deviceClass, own]) => [
      ...namedIn(own.parameters, ['factors', 'perClass', deviceClass]),
    ]),
    ...exclude.flatMap((exclusion, index) => [...namedIn(exclusion.factors.parameters, ['exclude', index])]),
    ...zip.flatMap((names, index) =>
      names.flatMap((name, at) =>
        name.startsWith(prefix) ? [{ name: name.slice(prefix.length), path: ['zip', index, at] }] : [],
      ),
    ),
    ...where.flatMap((text, index) => {
      const parsed = parseConstraint(text);
      return parsed.ok ? parsed.constraint.parameters.map((name) => ({ name, path: ['where', index] })) : [];
    }),
  ];
}
