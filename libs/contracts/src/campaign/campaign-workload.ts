import { GRAPH_MODES, KNOWN_WORKLOADS, nearestWord } from '@joulefleet/core';
import type { SweepWorkload } from '@joulefleet/core';
import * as z from 'zod';
import { STORABLE_TEXT } from '../http/storable-text';
import { show } from './show';

/** Workloads that need no `command`. */
const knownWorkloads: readonly string[] = KNOWN_WORKLOADS;

const argument = z.string().min(1).max(4096).regex(STORABLE_TEXT, 'text without the character NUL');

const WORKLOAD_NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

export const workloadObject = z.strictObject({
  name: z.string(),
  graph: z.enum(GRAPH_MODES).default('dynamic'),
  command: z.array(argument).min(1).max(64).optional(),
  unit: z
    .string()
    .regex(/^[a-z]{1,32}$/, 'one word of small letters in the singular, such as token or frame')
    .optional(),
});

/** `alexnet`, or an object: `{name, graph}`, or `{name, command, unit}` for a user's own workload. */
export const campaignWorkload = z
  .preprocess((raw) => (typeof raw === 'string' ? { name: raw } : raw), workloadObject)
  .transform((workload, context): SweepWorkload => {
    const finding = workload.command ? checkOwnName(workload.name) : checkKnownName(workload.name);
    if (finding) context.addIssue({ code: 'custom', path: ['name'], ...finding });
    if (workload.unit && !workload.command) context.addIssue({ code: 'custom', path: ['unit'], ...COUNTS_INFERENCES });
    const { name, graph, command = null, unit } = workload;
    return { name, graph, command, ...(unit && { unit }) };
  });

const COUNTS_INFERENCES = {
  message: 'a workload that ships with the product counts inferences',
  params: { expected: 'no unit, or a `command` of your own' },
};

interface Finding {
  message: string;
  params: { expected: string; nearest?: string };
}

function checkKnownName(name: string): Finding | null {
  if (knownWorkloads.includes(name)) return null;
  const expected = `${knownWorkloads.join(', ')}, or {name, command: [...]} for your own`;
  return {
    message: `unknown workload ${show(name)}`,
    params: { expected, nearest: nearestWord(name, knownWorkloads) },
  };
}

function checkOwnName(name: string): Finding | null {
  if (knownWorkloads.includes(name)) {
    const expected = 'another name for your own command';
    return { message: `"${name}" is the name of a workload that ships with the product`, params: { expected } };
  }
  if (WORKLOAD_NAME.test(name)) return null;
  const expected = 'lower-case letters, digits, `.`, `_` and `-`, at most 63, beginning with a letter or digit';
  return { message: `${show(name)} is not a name for a workload`, params: { expected } };
}
