import { parentPort } from 'node:worker_threads';
import { runSearch, type Finding } from './run-search';
import type { SurfaceSearches } from './search-surfaces';

parentPort!.on('message', ({ surface, noise, searches }: SurfaceSearches) => {
  const found = searches.map(({ parameters, earlier }): Finding => {
    const { verdict, regretPct, deviceTimePct, trials } = runSearch(surface, parameters, noise, earlier && { earlier });
    return { verdict, regretPct, deviceTimePct, trials };
  });
  parentPort!.postMessage(found);
});
