import { MAX_START_WAIT_S } from '@joulefleet/core';
import * as z from 'zod';
import { duration } from './duration';
import { show } from './show';

const BAND = { lowest: 0, highest: 110, leastWidth: 1 };
const WAIT = { min: 1_000, max: MAX_START_WAIT_S * 1_000, expected: '1 s to 10 min' };
const TEMPERATURE = /^\s*([0-9]{1,3}(?:\.[0-9])?)\s*°?C\s*$/;
const EXPECTED = `auto, off, or two temperatures between ${BAND.lowest} and ${BAND.highest} °C, such as [40 °C, 45 °C]`;

/** The usual starts of the device, none, or temperatures. */
export type StartBand = 'auto' | 'off' | { lowC: number; highC: number };

const band = z.unknown().transform((raw, context): StartBand => {
  if (raw === 'auto' || raw === 'off') return raw;
  const [lowC, highC] = Array.isArray(raw) && raw.length === 2 ? raw.map(temperatureOf) : [];
  if (lowC !== undefined && highC !== undefined && isBand(lowC, highC)) return { lowC, highC };
  context.addIssue({
    code: 'custom',
    message: `${show(raw)} is no band of temperatures`,
    params: { expected: EXPECTED },
  });
  return z.NEVER;
});

export const startObject = z.strictObject({ band: band.prefault('auto'), wait: duration(WAIT).prefault('2 min') });

/** At which temperature a trial starts, and how long a device is waited for until it has it. */
export const campaignStartTemperature = z
  .preprocess((raw) => (typeof raw === 'string' || Array.isArray(raw) ? { band: raw } : raw), startObject)
  .transform(({ band, wait }) => ({ band, waitMs: wait }));

function temperatureOf(raw: unknown): number | undefined {
  const [, figure] = (typeof raw === 'string' && TEMPERATURE.exec(raw)) || [];
  return figure === undefined ? undefined : Number(figure);
}

function isBand(lowC: number, highC: number): boolean {
  return lowC >= BAND.lowest && highC <= BAND.highest && highC - lowC >= BAND.leastWidth;
}
