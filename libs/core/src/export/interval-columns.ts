import type { Interval } from '../statistics';
import { figureIn, type ExportColumn } from './column';

/** An estimate with the ends of its 95 % interval, as three columns: `energy_mj`, `energy_low_mj`, `energy_high_mj`. */
export function intervalColumns<Row>(
  [name, suffix, unit]: readonly [name: string, suffix: string, unit: string],
  meaning: string,
  of: (row: Row) => Interval | null,
  nullable = false,
): ExportColumn<Row>[] {
  const type = figureIn(unit);
  const part = (end: keyof Interval, infix: string, what: string): ExportColumn<Row> => ({
    name: `${name}${infix}_${suffix}`,
    type: type[0],
    unit: type[1],
    nullable,
    meaning: what,
    of: (row) => of(row)?.[end] ?? null,
  });
  const lower = `${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`;
  return [
    part('estimate', '', meaning),
    part('low', '_low', `Lower end of the 95 % interval: ${lower}`),
    part('high', '_high', `Upper end of the 95 % interval: ${lower}`),
  ];
}
