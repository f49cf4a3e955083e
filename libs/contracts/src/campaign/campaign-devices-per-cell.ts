import * as z from 'zod';
import { show } from './show';

const MAX_DEVICES = 1000;

/** On how many devices of its class a cell is measured; null: on all of them, which a file calls `all`. */
export const campaignDevicesPerCell = z.unknown().transform((raw, context) => {
  if (raw === 'all') return null;
  if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= MAX_DEVICES) return raw;
  const params = { expected: `all, or a number of devices from 1 to ${MAX_DEVICES}` };
  context.addIssue({ code: 'custom', message: `${show(raw)} is no number of devices`, params });
  return z.NEVER;
});
