import { FACTORS, type FactorName } from '@joulefleet/core';
import * as z from 'zod';
import { refuseRepeated } from './refuse-repeated';

const NAMES = FACTORS.map(({ name }) => name) as [FactorName, ...FactorName[]];

const zip = z.array(z.enum(NAMES)).min(2).max(NAMES.length).superRefine(refuseRepeated);

/** Groups of factors whose levels go together. */
export const campaignZips = z.array(zip).min(1).max(NAMES.length);
