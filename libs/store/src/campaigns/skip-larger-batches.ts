import { NO_OPTIONS } from '@joulefleet/core';
import type { Queryable } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';

/** Why the larger batches of a workload are not tried. */
export interface BatchFailure {
  /** `out_of_memory` holds at whatever clocks. A `crash` may be due to the clocks of its cell. */
  cause: 'out_of_memory' | 'crash';
  /** What the workload said last. */
  reason: string;
}

/**
 * Skips pending trials of a campaign after one that failed: those of the same workload, graph mode and options on that device with a
 * larger batch size, at whatever clocks. Out of memory skips the same batch size too. A crash skips the rest of its own cell, and
 * nothing where that cell or a larger batch was measured. A shard that has such trials in hand executes them still. Returns how many.
 */
export async function skipLargerBatches(db: Queryable, trialId: string, failure: BatchFailure): Promise<number> {
  const { said, which } = RULES[failure.cause];
  const { rows } = await db.query<MovedTrial>(
    `UPDATE trial t SET state = 'skipped', reason = 'not tried: batch ' || ${batchOf('f')} || ' ${said} (' || $2 || ')'
     FROM trial failed JOIN cell f ON f.id = failed.cell_id JOIN cell c ON ${isSameWorkload('c')}
     WHERE failed.id = $1 AND t.campaign_id = failed.campaign_id AND t.device_id = failed.device_id AND t.cell_id = c.id
       AND t.state = 'pending' AND ${which}
     RETURNING t.campaign_id AS "campaignId", t.device_id AS "deviceId", t.reason`,
    [trialId, failure.reason, NO_OPTIONS],
  );
  await writeMovedTrials(db, 'skipped', rows);
  return rows.length;
}

function batchOf(cell: string): string {
  return `(${cell}.levels->>'batchSize')::int`;
}

/** SQL: how the workload is executed beside its batch size. A cell of an older version may lack what is not set. */
function optionsOf(cell: string): string {
  return `jsonb_strip_nulls(${cell}.levels - $3::text[])`;
}

function isSameWorkload(cell: string): string {
  const columns = ['campaign_id', 'device_class', 'workload', 'graph_mode', 'command'];
  const same = columns.map((column) => `${cell}.${column} = f.${column}`);
  return [...same, `${optionsOf(cell)} = ${optionsOf('f')}`].join(' AND ');
}

/** SQL: the cell of the failure itself, or one with a larger batch. */
function isAtOrBeyond(cell: string): string {
  return `(${cell}.id = f.id OR ${batchOf(cell)} > ${batchOf('f')})`;
}

const WAS_MEASURED = `EXISTS (SELECT 1 FROM trial done JOIN cell m ON m.id = done.cell_id AND ${isSameWorkload('m')}
  WHERE done.campaign_id = failed.campaign_id AND done.device_id = failed.device_id AND done.state = 'accepted'
    AND ${isAtOrBeyond('m')})`;

const RULES = {
  out_of_memory: { said: 'ran out of memory', which: `${batchOf('c')} >= ${batchOf('f')}` },
  crash: { said: 'failed at each attempt', which: `${isAtOrBeyond('c')} AND NOT ${WAS_MEASURED}` },
} as const;
