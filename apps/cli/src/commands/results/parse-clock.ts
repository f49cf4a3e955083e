import { parseFrequencyHz } from '@joulefleet/contracts';
import { InvalidArgumentError } from 'commander';

/** Hz of a frequency with its unit, such as "614.4 MHz". */
export function parseClock(text: string): number {
  const parsed = parseFrequencyHz(text);
  if (parsed.ok) return parsed.amount;
  throw new InvalidArgumentError(`Expected a frequency with its unit, such as "614.4 MHz": ${parsed.message}.`);
}
