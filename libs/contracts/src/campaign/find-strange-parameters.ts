import { CATALOGUE_PARAMETERS, nearestWord, takesParameter, type WantedParameters } from '@joulefleet/core';
import type { CampaignSpec } from './campaign-spec';
import { parseConstraint } from './constraint';
import type { DescribedIssue } from './describe-issue';

/** Parameters that a file names and does not list under `parameters`, and parameters that no workload takes. */
export function findStrangeParameters(spec: CampaignSpec): DescribedIssue[] {
  const known = Object.keys(spec.parameters);
  const strange = namedParameters(spec).filter(({ name }) => !known.includes(name));
  return [
    ...(spec.workloads.every(({ command }) => command === null) ? untaken(spec.parameters) : []),
    ...strange.map(({ name, path }) => ({
      path,
      message: `${name} is no parameter of this campaign`,
      expected: known.length > 0 ? known.join(', ') : 'a parameter that stands under "parameters"',
      nearest: nearestWord(name, known),
    })),
  ];
}

/** Levels that the workloads of the catalogue do not take, where there are no others. */
function untaken(parameters: WantedParameters): DescribedIssue[] {
  return Object.entries(parameters).flatMap(([name, levels]) => {
    if (!CATALOGUE_PARAMETERS.includes(name)) {
      const message = `no workload of this campaign takes a parameter ${name}`;
      const expected = `${CATALOGUE_PARAMETERS.join(', ')}; or a workload with a command of your own: {name, command: [...]}`;
      return [{ path: ['parameters', name], message, expected, nearest: nearestWord(name, CATALOGUE_PARAMETERS) }];
    }
    const wrong = levels.filter((level) => !takesParameter(name, level));
    const message = `no workload of this campaign takes ${name} ${wrong.map(String).join(', ')}`;
    return wrong.length > 0 ? [{ path: ['parameters', name], message, expected: 'see docs/workloads.md' }] : [];
  });
}

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
