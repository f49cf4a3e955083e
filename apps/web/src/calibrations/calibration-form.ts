import { parseMeter, parsePairs } from '@joulefleet/core';
import type { CallOf } from '../api/routes';
import { fromLocalField } from '../device-actions/local-moment';

/** What a person enters of a comparison with an external meter. */
export interface CalibrationForm {
  rail: string;
  /** Table of pairs: reading in mW, meter in mW, and perhaps its standard uncertainty in mW. */
  pairs: string;
  /** Name and accuracy of the meter. */
  meter: string;
  note: string;
  /** Since when it is valid, as a field of the viewer's zone; empty: now. */
  from: string;
  force: boolean;
}

export const EMPTY_CALIBRATION: CalibrationForm = {
  ...{ rail: '', pairs: '', meter: '', note: '', from: '', force: false },
};

type Body = CallOf<'addCalibration'>['body'];

/** The request, or what of the form cannot be read and where. */
export function calibrationBody(form: CalibrationForm): { body: Body } | { mistake: string } {
  const { rail, note, from, force } = form;
  const parsed = parsePairs(form.pairs);
  if (!parsed.ok) return { mistake: `Line ${parsed.line} of the pairs: ${parsed.message}.` };
  if (parsed.pairs.length === 0) return { mistake: 'There are no pairs yet.' };
  const meter = form.meter.trim() === '' ? null : parseMeter(form.meter);
  if (form.meter.trim() !== '' && (meter === null || meter.name === '')) {
    return { mistake: 'The meter needs a name, a comma, and the accuracy of its data sheet: WT310, 0.1 % + 5 mW.' };
  }
  const validFrom = fromLocalField(from) ?? undefined;
  return { body: { rail, pairs: parsed.pairs, meter, note, force, validFrom } };
}
