import { Fault } from '@joulefleet/core';

/** How Redis answers and refuses, by its own words, and what helps. */
const REFUSALS: readonly [RegExp, { code: string; meaning: string; remedy: string }][] = [
  [
    /\bOOM\b/,
    {
      code: 'redis_full',
      meaning: 'the memory of Redis is full',
      remedy: 'Raise its maxmemory (keep noeviction), or free memory there; work goes on by itself.',
    },
  ],
  [
    /\bMISCONF\b/,
    {
      code: 'redis_not_saving',
      meaning: 'Redis cannot save to its disk and takes no writes',
      remedy:
        'Free space on the disk of Redis and look at its log; it takes writes again after its next save (BGSAVE).',
    },
  ],
  [
    /\bREADONLY\b|\bMASTERDOWN\b/,
    {
      code: 'redis_read_only',
      meaning: 'Redis is a replica and takes no writes',
      remedy: 'Let REDIS_URL name the primary server.',
    },
  ],
  [
    /\bNOAUTH\b|\bWRONGPASS\b|\bNOPERM\b/,
    {
      code: 'redis_rejected',
      meaning: 'Redis refuses the login',
      remedy: 'Correct user and password in REDIS_URL, and give that user all commands and keys.',
    },
  ],
  [
    /max number of clients/,
    {
      code: 'redis_connections_used_up',
      meaning: 'Redis takes no more connections',
      remedy: 'Raise its maxclients, or run fewer workers.',
    },
  ],
];
/** Words longer than this are not read: a script's error repeats its arguments. */
const MAX_CHARACTERS = 500;

/** The fault for an error that means Redis answers and refuses the work, with its own words; null for any other error. */
export function redisFault(error: unknown): Fault | null {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, MAX_CHARACTERS);
  const refusal = REFUSALS.find(([pattern]) => pattern.test(said))?.[1];
  if (!refusal) return null;
  const { code, meaning, remedy } = refusal;
  return new Fault(`${meaning}: ${said}`, { code, origin: 'controller', transient: true, remedy, cause: error });
}

/** Does something with Redis. @throws Fault as `redisFault`, or what was thrown. */
export async function withRedis<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw redisFault(error) ?? error;
  }
}
