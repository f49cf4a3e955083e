import type { NightBisect } from '@joulefleet/contracts';

/** One line for each round that is over. */
export function renderBisectRounds({ rounds }: Pick<NightBisect, 'rounds'>): string[] {
  return rounds.map(({ versions, state, before, since }, place) => {
    const found = before === null || since === null ? state : `between ${before} and ${since}`;
    return `round ${place + 1}, ${versions.length} versions: ${found}`;
  });
}
