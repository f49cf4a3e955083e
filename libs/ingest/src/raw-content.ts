import {
  describeMismatch,
  shardEndBody,
  shardStartBody,
  traceBody,
  trialBody,
  type SpoolRecord,
} from '@joulefleet/contracts';
import { cleanJson, cleanText, Fault } from '@joulefleet/core';
import type { RawContent } from '@joulefleet/store';
import { z } from 'zod';

/** Which attempt a record is about, and nothing else. */
const attemptKey = z.object({ trialId: z.uuid(), attempt: z.number().int().positive().max(0x7fffffff) });

/** Characters that are kept of what cannot be understood, and of why. */
const MAX_UNDECODABLE = 10_000;
const MAX_REASON = 1_000;

/** `fault`: the agent wrote the record wrong; null: it did not. */
export interface ParsedContent {
  content: RawContent;
  fault: Fault | null;
}

/**
 * What a record leaves in the database. Power readings stay encoded. Of a record that was written wrong nothing is left, except
 * when it is the outcome of a trial: its text is kept, so that the attempt is rejected and counted rather than measured without
 * end. Pure.
 */
export function rawContentOf(record: SpoolRecord): ParsedContent {
  try {
    return { content: parseContent(record), fault: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { content: record.kind === 'trial' ? undecodableTrial(record, error) : null, fault: error };
  }
}

function parseContent(record: SpoolRecord): RawContent {
  switch (record.kind) {
    case 'shard_start':
      parse(shardStartBody, record);
      return null;
    case 'trace': {
      const { data, ...chunk } = parse(traceBody, record);
      parse(attemptKey, record);
      return { kind: 'trace', ...chunk, data: Buffer.from(data, 'base64') };
    }
    case 'trial': {
      const body = parse(trialBody, record);
      const { outcome, simulated } = body;
      return { kind: 'trial', ...parse(attemptKey, record), outcome, body, simulated };
    }
    case 'shard_end':
      return { kind: 'shard_end', outcome: parse(shardEndBody, record) };
  }
}

/** Null when it does not even name its trial. */
function undecodableTrial(record: SpoolRecord, { message }: Fault): RawContent {
  const key = attemptKey.safeParse(parseJson(record.body));
  if (!key.success) return null;
  const body = { undecodable: cleanText(record.body.slice(0, MAX_UNDECODABLE)), message };
  return { kind: 'trial', ...key.data, outcome: 'measured', body, simulated: false };
}

/**
 * What is left of a record that the database refuses for its content, although it parses: the outcome of a trial is rejected and
 * counted like a damaged one.
 */
export function refusedContent(record: SpoolRecord, reason: string): ParsedContent {
  const fault = corrupt(record, `the database refuses it: ${reason}`);
  const trial = record.kind === 'trial' ? undecodableTrial({ ...record, body: bareKey(record) }, fault) : null;
  return { content: trial, fault };
}

/** The body without all that it says. */
function bareKey({ body }: SpoolRecord): string {
  const key = attemptKey.safeParse(parseJson(body));
  return key.success ? JSON.stringify(key.data) : '';
}

function parse<T>(schema: z.ZodType<T>, record: SpoolRecord): T {
  const content = cleanJson(parseJson(record.body));
  if (content === undefined) throw corrupt(record, 'its body is not JSON');
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw corrupt(record, describeMismatch(schema, parsed.error, content).slice(0, MAX_REASON));
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function corrupt({ seq, kind }: SpoolRecord, why: string): Fault {
  return new Fault(`record ${seq} (${kind}): ${why}`, { code: 'record_corrupt', origin: 'bug', transient: false });
}
