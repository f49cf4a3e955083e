import { FACTORS, nearestWord, type FactorName } from '@joulefleet/core';
import * as z from 'zod';
import { MAX_PARAMETERS } from './campaign-parameters';
import { refuseRepeated } from './refuse-repeated';
import { show } from './show';

const NAMES: readonly string[] = FACTORS.map(({ name }) => name);
const MAX_NAMES = NAMES.length + MAX_PARAMETERS;

/** Which parameters there are is found when the whole file was read. */
export const zippedName = z.string().transform((name, context): FactorName => {
  if (NAMES.includes(name) || name.startsWith('parameters.')) return name as FactorName;
  const params = { expected: `${NAMES.join(', ')}, parameters.NAME`, nearest: nearestWord(name, NAMES) };
  context.addIssue({ code: 'custom', message: `zip cannot be ${show(name)}`, params });
  return z.NEVER;
});

const zip = z.array(zippedName).min(2).max(MAX_NAMES).superRefine(refuseRepeated);

/** Groups of factors whose levels go together. */
export const campaignZips = z.array(zip).min(1).max(MAX_NAMES);
