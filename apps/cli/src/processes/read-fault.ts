import { problem } from '@joulefleet/contracts';
import type { Problem } from '@joulefleet/contracts';
import { cleanJson } from '@joulefleet/core';
import * as z from 'zod';

const { code, origin, transient, where, remedy } = problem.shape;
const faultLine = z.object({ fault: z.object({ message: z.string(), code, origin, transient, where, remedy }) });

/** The part of a problem that a fault tells. */
export type ToldFault = Pick<Problem, 'code' | 'detail' | 'origin' | 'transient' | 'where' | 'remedy'>;

/** The last line `{"fault": {...}}` among what a controller has printed: why it ended. Null without one. */
export function readFault(lines: readonly string[]): ToldFault | null {
  for (const line of [...lines].reverse()) {
    const parsed = faultLine.safeParse(cleanJson(parseJson(line)));
    if (!parsed.success) continue;
    const { message, ...fault } = parsed.data.fault;
    return { ...fault, detail: message };
  }
  return null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
