import { Fault } from '@joulefleet/core';

/** A way in which PostgreSQL answers and refuses the work. */
export interface Refusal {
  /** The problem's code. */
  code: string;
  /** What it means, before the server's own words. */
  meaning: string;
  remedy: string;
  /** It concerns every write, not one statement or connection: no work is done while it lasts. */
  stopsWork: boolean;
}

const LASTING = { stopsWork: true } as const;
const PASSING = { stopsWork: false } as const;

/** By SQLSTATE, the first that matches; see PostgreSQL's appendix of error codes. */
const REFUSALS: readonly [RegExp, Refusal][] = [
  [
    /^25006$/,
    {
      code: 'postgres_read_only',
      meaning: 'PostgreSQL takes no changes',
      remedy: 'Turn default_transaction_read_only off there, or let DATABASE_URL name the primary server.',
      ...LASTING,
    },
  ],
  [
    /^53100$/,
    {
      code: 'postgres_disk_full',
      meaning: 'the disk of PostgreSQL is full',
      remedy: "Free space on the disk of PostgreSQL's data; work resumes by itself.",
      ...LASTING,
    },
  ],
  [
    /^53200$/,
    {
      code: 'postgres_out_of_memory',
      meaning: 'PostgreSQL is out of memory',
      remedy: 'Give its machine more memory, or lower its work_mem, shared_buffers and max_connections.',
      ...LASTING,
    },
  ],
  [
    /^53(3|0)..$/,
    {
      code: 'postgres_connections_used_up',
      meaning: 'PostgreSQL has no connection free',
      remedy: 'Raise its max_connections (or the limit of the role or database), or run fewer workers.',
      ...PASSING,
    },
  ],
  [
    /^53...$/,
    {
      code: 'postgres_limit_reached',
      meaning: 'a limit of PostgreSQL is reached',
      remedy: 'Raise the limit that it names.',
      ...LASTING,
    },
  ],
  [
    /^57P0[1-5]$/,
    {
      code: 'postgres_unreachable',
      meaning: 'PostgreSQL starts, stops or closed the connection',
      remedy: 'Wait for it to come back; it is used again by itself.',
      ...PASSING,
    },
  ],
  [
    /^(57...|55P03|25P0[34])$/,
    {
      code: 'postgres_timed_out',
      meaning: 'PostgreSQL cancelled a statement',
      remedy: 'Try again. If it stays, look for locks there, and at its statement_timeout and lock_timeout.',
      ...PASSING,
    },
  ],
  [
    /^40...$/,
    {
      code: 'postgres_conflict',
      meaning: 'PostgreSQL rolled a transaction back',
      remedy: 'Try again.',
      ...PASSING,
    },
  ],
  [
    /^42501$/,
    {
      code: 'postgres_denied',
      meaning: 'PostgreSQL denies the access',
      remedy: 'Give the user of DATABASE_URL all rights on its database; look whether the file system is read-only.',
      ...LASTING,
    },
  ],
  [
    /^(58|XX|F0)...$/,
    {
      code: 'postgres_failed',
      meaning: 'PostgreSQL failed',
      remedy: "Look at PostgreSQL's log and at its disk.",
      ...LASTING,
    },
  ],
];

/** What a SQLSTATE refuses; null for any other, such as a violated constraint or a bad value. */
export function refusalOf(sqlState: string): Refusal | null {
  return REFUSALS.find(([pattern]) => pattern.test(sqlState))?.[1] ?? null;
}

/** @param said the server's own words. */
export function refusalFault({ code, meaning, remedy }: Refusal, said: string, cause?: unknown): Fault {
  return new Fault(`${meaning}: ${said}`, { code, origin: 'controller', transient: true, remedy, cause });
}
