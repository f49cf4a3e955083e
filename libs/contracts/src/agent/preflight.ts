import * as z from 'zod';
import { facts, knobLevel } from './facts';

const us = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

const processSeen = z.object({ pid: z.number().int(), user: z.string(), command: z.string() });

/** What a pre-flight found on a device, without judgement: that is the controller's (core's `judgePreflight`). */
export const preflightEvidence = z.object({
  facts,
  wallUs: us,
  monotonicUs: us,
  bootId: z.string().nullable(),
  /** About ten readings over about one second of the device's clock, before any clock was set. */
  rails: z.array(
    z.object({
      label: z.string(),
      total: z.boolean(),
      powerMw: z.array(z.number()),
      error: z.string().nullable(),
      /** As the board states them; null: it does not. */
      supplyMv: z.number().positive().max(100_000).nullable().default(null),
      shuntMicroOhm: z.number().positive().max(1_000_000).nullable().default(null),
    }),
  ),
  /** Each domain set to a middle step of its table and read back: kHz for a CPU policy, Hz for the GPU. */
  clocks: z.array(
    z.object({
      domain: z.string(),
      requested: z.number().int(),
      readBack: z.number().int().nullable(),
      governorBefore: z.string(),
      error: z.string().nullable(),
    }),
  ),
  /** Each knob beside the clocks set to a level that it offers and read back. */
  knobs: z
    .array(
      z.object({
        key: z.string(),
        requested: knobLevel,
        readBack: z.union([z.number(), z.string()]).nullable(),
        error: z.string().nullable(),
      }),
    )
    .default([]),
  restored: z.object({ verified: z.boolean(), differences: z.array(z.string()) }),
  /** Fractions of all cores over the second in which the rails were read; the agent's own processes are not listed. */
  load: z.object({
    cpuFraction: fraction.nullable(),
    gpuFraction: fraction.nullable(),
    busiest: z.array(processSeen.extend({ cpuFraction: fraction })).max(3),
  }),
  /** Of the folder that records are spooled to; `writeError` is null when a file could be written there durably. */
  disk: z.object({ freeBytes: z.number().int().nonnegative(), writeError: z.string().nullable() }),
  /** The hottest zone that measures. */
  temperatureC: z.object({ zone: z.string(), temperatureC: z.number() }).nullable(),
  /** Agents of another user, and programs that set clocks. */
  otherAgents: z.array(processSeen),
  /** Whether every knob may be written. */
  privileged: z.boolean(),
});

export type PreflightEvidence = z.infer<typeof preflightEvidence>;
