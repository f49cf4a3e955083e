import { factorsWith, listedLevels, wantedOf, type FactorName, type SomeFactors } from '@joulefleet/core';
import type { CampaignSpec } from './campaign-spec';
import type { DescribedIssue } from './describe-issue';

/** Zips that cannot be: of levels that are not listed, of lists of different lengths, or of a factor that is in another zip. */
export function findUnevenZips({ zip: zips, factors, parameters }: CampaignSpec): DescribedIssue[] {
  return zips.flatMap((names, index): DescribedIssue[] => {
    const path = ['zip', index];
    const twice = names.find((name) => zips.some((other, at) => at < index && other.includes(name)));
    if (twice) return [{ path, message: `${twice} stands in another zip`, expected: 'each factor once' }];
    const classes = [undefined, ...Object.keys(factors.perClass)] as (keyof typeof factors.perClass | undefined)[];
    const uneven = classes
      .map((deviceClass) => describeUneven(names, { ...factors, parameters }, deviceClass))
      .find(Boolean);
    return uneven ? [{ path, message: uneven, expected: 'a list of as many levels for each factor' }] : [];
  });
}

type Factors = CampaignSpec['factors'] & SomeFactors;

function describeUneven(
  names: readonly FactorName[],
  factors: Factors,
  deviceClass: keyof Factors['perClass'] | undefined,
): string | null {
  const own = deviceClass === undefined ? undefined : factors.perClass[deviceClass];
  const all = factorsWith(Object.keys(factors.parameters ?? {}));
  const named = names.map((name) => all.find((factor) => factor.name === name)!);
  const wanted = named.map((factor) => wantedOf(factor, own ?? {}) ?? wantedOf(factor, factors));
  const lengths = wanted.map((levels, at) => listedLevels(levels, named[at]!)?.length ?? null);
  const on = deviceClass === undefined ? '' : ` of ${deviceClass}`;
  const unlisted = lengths.indexOf(null);
  if (unlisted >= 0) return `the levels of ${names[unlisted]}${on} are not listed`;
  if (new Set(lengths).size === 1) return null;
  return names.map((name, at) => `${name}${on} has ${lengths[at]}`).join(', ');
}
