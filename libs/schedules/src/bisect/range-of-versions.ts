import type { BisectRequest } from '@joulefleet/contracts';
import { scheduleFault, type VersionRange } from '@joulefleet/core';

/** What was under test in the last measured night before a change, and in the first one that is off. */
export interface VersionsOfNights {
  before: string | null;
  since: string | null;
}

/**
 * The part of a list of versions that is looked into.
 * @throws Fault `bisect_versions` (operator): one is listed twice, or the good and, behind it, the bad one are not.
 */
export function rangeOfVersions({ versions, good, bad }: BisectRequest, nights: VersionsOfNights): VersionRange {
  const twice = versions.find((version, place) => versions.indexOf(version) !== place);
  if (twice !== undefined) throw refused(`${twice} is listed twice`, 'List each version once, the oldest first.');
  const range = {
    good: placeOf(versions, good ?? nights.before, 'good'),
    bad: placeOf(versions, bad ?? nights.since, 'bad'),
    skipped: [],
  };
  if (range.good < range.bad) return range;
  const message = `the good version ${versions[range.good]} does not come before the bad version ${versions[range.bad]}`;
  throw refused(
    message,
    'List the versions with the oldest first; give --good and --bad where the nights do not say them.',
  );
}

function placeOf(versions: readonly string[], version: string | null, which: 'good' | 'bad'): number {
  if (version === null) {
    throw refused(`the nights do not say which version is ${which}`, `Say it with --${which}.`);
  }
  const place = versions.indexOf(version);
  if (place >= 0) return place;
  throw refused(
    `the ${which} version ${version} is not among the ${versions.length} that are listed`,
    `List it, or give another with --${which}.`,
  );
}

function refused(message: string, remedy: string): Error {
  return scheduleFault('bisect_versions', message, remedy);
}
