import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EarlierKnowledge, SearchParameters } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import type { Noise } from './lab';
import type { Finding } from './run-search';
import type { Surface } from './surface';

/** Searches of one surface, after one another. */
export interface SurfaceSearches {
  readonly surface: Surface;
  readonly noise: Noise;
  readonly searches: readonly { readonly parameters: SearchParameters; readonly earlier?: EarlierKnowledge }[];
}

const MAIN = join(packageRoot(), 'dist', 'bench', 'search', 'search-thread.js');

/** Searches surfaces on all cores, a thread for each. The results are in the order of the searches. */
export async function searchSurfaces(all: readonly SurfaceSearches[]): Promise<Finding[]> {
  const found = all.map((): Finding[] => []);
  const left = [...all.entries()];
  const threads = Math.min(availableParallelism(), all.length);
  await Promise.all(Array.from({ length: threads }, () => searchLeft(left, found)));
  return found.flat();
}

async function searchLeft(left: [number, SurfaceSearches][], found: Finding[][]): Promise<void> {
  const worker = new Worker(MAIN);
  try {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [place, searches] = next;
      worker.postMessage(searches);
      const [answer] = (await once(worker, 'message')) as [Finding[]];
      found[place] = answer;
    }
  } finally {
    await worker.terminate();
  }
}
