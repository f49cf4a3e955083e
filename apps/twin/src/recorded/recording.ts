import {
  facts,
  preflightEvidence,
  shardSpec,
  spoolRecord,
  type ShardSpec,
  type TrialSpec,
} from '@joulefleet/contracts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Unnumbered } from '../served/spool';

/** What a machine said of itself, by the agent's operations `facts` and `preflight`. */
const machine = z.object({ facts, preflight: preflightEvidence });
/** A shard as it was asked for, and the records that it left in the spool. */
const recordedShard = z.object({ shard: shardSpec, records: z.array(spoolRecord) });
/** Whose trial a record is. */
const named = z.looseObject({ trialId: z.string(), attempt: z.number() });

export type Machine = z.infer<typeof machine>;

/** One execution of a trial as a machine recorded it. */
export interface RecordedTrial {
  records: readonly Unnumbered[];
}

/**
 * What a real machine recorded, in a folder: `machine.json` (`{facts, preflight}`), and in `shards` one file each
 * (`NAME.json` or `NAME.json.gz`: `{shard, records}`).
 */
export class Recording {
  readonly machine: Machine;
  private readonly read = new Set<string>();
  private readonly trials = new Map<string, RecordedTrial[]>();

  constructor(readonly dir: string) {
    this.machine = machine.parse(readJson(join(dir, 'machine.json')));
    this.readNew();
  }

  /** Reads shards that have been added to the folder. */
  readNew(): void {
    const folder = join(this.dir, 'shards');
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.json(\.gz)?$/.test(name)) : [];
    for (const name of names.sort().filter((one) => !this.read.has(one))) {
      const { shard, records } = recordedShard.parse(readJson(join(folder, name)));
      this.read.add(name);
      this.add(shard, records);
    }
  }

  /** The next recorded execution of such a trial, each once; undefined: there is none left. */
  take(spec: TrialSpec): RecordedTrial | undefined {
    return this.trials.get(this.keyOf(spec))?.shift();
  }

  /**
   * Equal for trials that measure the same: which trial of which campaign it is does not matter, nor what random numbers it draws, nor
   * what is asked of clocks that the machine does not have.
   */
  private keyOf({ trialId: _, attempt: _attempt, sampling, point, ...spec }: TrialSpec): string {
    const { cpuPolicies, gpu } = this.machine.facts;
    const asked = { ...point, ...(cpuPolicies.length === 0 && { cpuKhz: null }), ...(gpu === null && { gpuHz: null }) };
    return JSON.stringify(sorted({ ...spec, point: asked, sampling: { ...sampling, seed: 0 } }));
  }

  private add(shard: ShardSpec, records: readonly z.infer<typeof spoolRecord>[]): void {
    for (const { trialId, attempt, ...spec } of shard.trials) {
      const own = records
        .map(({ kind, body }) => ({ kind, body: JSON.parse(body) as object }))
        .filter(({ body }) => {
          const whose = named.safeParse(body);
          return whose.success && whose.data.trialId === trialId && whose.data.attempt === attempt;
        });
      if (own.length === 0) continue;
      const key = this.keyOf({ trialId, attempt, ...spec });
      this.trials.set(key, [...(this.trials.get(key) ?? []), { records: own }]);
    }
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function readJson(path: string): unknown {
  const data = readFileSync(path);
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(data) : data).toString('utf8'));
}
