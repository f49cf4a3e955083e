import type { MeterAccuracy } from './calibration';

/** A meter with its accuracy; null: the accuracy is not stated. */
export interface NamedMeter {
  name: string;
  accuracy: MeterAccuracy | null;
}

const PART = /^(\d+(?:\.\d+)?)\s*(%|mW|W)$/i;
const MW_PER_W = 1000;

/**
 * A meter as a person names it: `Yokogawa WT310, 0.1 % + 5 mW`. Behind the last comma is its accuracy: a share of the reading, a
 * power, or both. A text without a comma is a name. Null: what is behind the comma is no accuracy.
 */
export function parseMeter(text: string): NamedMeter | null {
  const comma = text.lastIndexOf(',');
  if (comma < 0) return { name: text.trim(), accuracy: null };
  const accuracy = { share: 0, offsetMw: 0 };
  for (const part of text.slice(comma + 1).split('+')) {
    const match = PART.exec(part.trim());
    if (!match) return null;
    const [, figure, unit] = match;
    if (unit === '%') accuracy.share += Number(figure) / 100;
    else accuracy.offsetMw += Number(figure) * (unit!.toLowerCase() === 'w' ? MW_PER_W : 1);
  }
  return { name: text.slice(0, comma).trim(), accuracy };
}
