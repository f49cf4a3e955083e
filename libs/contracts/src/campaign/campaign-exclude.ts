import { FACTORS, type Exclusion, type SomeFactors } from '@joulefleet/core';
import * as z from 'zod';
import { classFactorSchemas } from './factor-schemas';

const workloads = z.preprocess((raw) => (typeof raw === 'string' ? [raw] : raw), z.array(z.string()).min(1).max(64));

/** Levels that are not measured together: a cell that has one of each is left out. */
export const exclusionObject = z.strictObject({ workload: workloads.optional(), ...classFactorSchemas });

export const campaignExclusion = z
  .unknown()
  .superRefine((raw, context) => {
    if (typeof raw !== 'object' || raw === null || Object.keys(raw).length > 0) return;
    const params = { expected: 'at least one factor or workload' };
    context.addIssue({ code: 'custom', message: 'this would leave out everything', params });
  })
  .pipe(exclusionObject)
  .transform(({ workload, ...factors }): Exclusion => {
    const named = FACTORS.filter(({ name }) => factors[name] !== undefined);
    const wanted = Object.fromEntries(named.map(({ name }) => [name, factors[name]])) as SomeFactors;
    const { parameters } = factors;
    return { workloads: workload ?? null, factors: { ...wanted, ...(parameters && { parameters }) } };
  });
