import * as z from 'zod';
import { show } from './show';

/** A percentage as a file writes it, such as `2 %`, as a share: 0.02. */
export function percent({ min, max, what, usual }: { min: number; max: number; what: string; usual: string }) {
  return z.unknown().transform((raw, context) => {
    const [, figure] = (typeof raw === 'string' && /^\s*([0-9]{1,2}(?:\.[0-9]{1,3})?)\s*%\s*$/.exec(raw)) || [];
    const given = Number(figure);
    if (given >= min && given <= max) return given / 100;
    const params = { expected: `${min} % to ${max} %, such as ${usual}` };
    context.addIssue({ code: 'custom', message: `${show(raw)} is no ${what}`, params });
    return z.NEVER;
  });
}
