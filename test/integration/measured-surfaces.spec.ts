import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareCells,
  digestCells,
  evidenceOf,
  factorLevels,
  frontsOf,
  frontView,
  normalDeviate,
  paretoFront,
  rankCells,
  runToEnd,
  seededRandom,
  type MeasuredCell,
  type ParetoFrontView,
  type RankedCell,
  type Standing,
} from '@joulefleet/core';

/**
 * Surfaces that others measured (test/fixtures/flexibo). Minima and Pareto fronts were computed from the files by a program of a few lines in
 * another language, by comparing each row with each other one.
 */
const SURFACES = [
  {
    file: 'xception_200x200',
    least: ['Config121', 'Config120', 'Config122', 'Config127', 'Config123'],
    front: '121 122 127 136 138 153 155 170 171 159 172 173 175 190 191 176 178 179 111 98 83 99',
  },
  {
    file: 'inceptionv3_600x600',
    least: ['Config122', 'Config116', 'Config120', 'Config121', 'Config117'],
    front:
      '122 120 123 136 137 138 139 153 154 155 319 510 702 511 703 157 158 159 173 174 175 190 15 13 14 30 31 1 2 3 82 19 50 35 51',
  },
];

interface Row {
  name: string;
  cost: number;
  seconds: number;
}

/** Columns are looked up by their title; no field is quoted. */
function readRows(file: string): Row[] {
  const path = join(__dirname, `../fixtures/flexibo/tx2_sampled_output_${file}.csv`);
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const titles = head!.split(',');
  const at = (fields: readonly string[], title: string): string => fields[titles.indexOf(title)]!;
  return lines.map((line) => {
    const fields = line.split(',');
    const [cost, seconds] = [Number(at(fields, 'power_consumption')), Number(at(fields, 'inference_time'))];
    return { name: at(fields, 'config_name'), cost, seconds };
  });
}

const exactly = (estimate: number) => ({ estimate, low: estimate, high: estimate });
const asCell = ({ name, cost, seconds }: Row): RankedCell => ({
  cellKey: name,
  energyMj: exactly(cost),
  durationMs: exactly(1e3 * seconds),
});

const keysOf = (members: ParetoFrontView['members'], standing: Standing) =>
  members.filter((member) => member.standing === standing).map(({ point }) => point.cellKey);

/** Of trials that leave nothing to wish for. */
const evidence = evidenceOf({
  ...{ readings: 200, readingsPerS: 9, gapShare: 0, clocks: 'counters', start: 'usual' },
});

/** The surface as if each row were a cell that is measured a few times, with the scatter of a board. */
function measure(rows: readonly Row[], trials: number, sdLog: number): MeasuredCell[] {
  const random = seededRandom(1);
  return rows.map(({ name, cost, seconds }, i) => ({
    ...{ cellKey: name, device: 'tx2', deviceClass: 'jetson-tx2', workload: 'w', graphMode: 'dynamic', inferences: 1 },
    levels: factorLevels({ gpuHz: 1e6 * (i + 1) }),
    evidence,
    trials: Array.from({ length: trials }, (_, block) => {
      const energyMj = cost * Math.exp(sdLog * normalDeviate(random));
      const certain = { absoluteUncertaintyMj: 0, relativeUncertaintyMj: 0 };
      const measured = { durationMs: 1e3 * seconds, meanPowerMw: energyMj / seconds, block };
      return { energyMj, netEnergyMj: null, ...measured, ...certain };
    }),
  }));
}

describe.each(SURFACES)('the surface of $file', ({ file, least, front }) => {
  const rows = readRows(file);

  it('has its minimum and its Pareto front', () => {
    expect(rows).toHaveLength(768);
    const cells = rows.map(asCell);
    expect(
      rankCells(cells)
        .slice(0, 5)
        .map(({ cellKey }) => cellKey),
    ).toEqual(least);
    expect(
      paretoFront(cells)
        .map(({ cellKey }) => cellKey.replace('Config', ''))
        .join(' '),
    ).toBe(front);
  });

  it('has its minimum among the cells that may be the best, when it is measured with scatter', () => {
    const [row] = runToEnd(compareCells(digestCells(measure(rows, 5, 0.015))));
    const near = row!.cells.filter(({ mayBeOptimum }) => mayBeOptimum).map(({ cellKey }) => cellKey);
    expect(near).toContain(least[0]);
    expect(near).toHaveLength(row!.nearOptimum);
    expect(near.length).toBeLessThan(rows.length / 10);
  });

  it('has its Pareto front in the view of fronts: exactly without scatter, and among the members with it', () => {
    const frontOf = (trials: number, sdLog: number) => {
      const [front] = runToEnd(frontsOf(runToEnd(compareCells(digestCells(measure(rows, trials, sdLog))))));
      const found = front && frontView(front);
      return found!.members.filter(({ standing }) => standing !== 'off');
    };
    const names = front.split(' ').map((name) => `Config${name}`);
    // Trials that are exactly equal would be taken for a sensor that repeats a reading. No two rows differ by so little, and some not at all.
    const exact = frontOf(2, 1e-10);
    expect(keysOf(exact, 'certain')).toEqual(names);
    const costs = new Map(rows.map(({ name, cost }) => [name, cost]));
    const isTied = (name: string) => rows.some((row) => row.name !== name && row.cost === costs.get(name));
    expect(keysOf(exact, 'possible').filter((name) => !isTied(name))).toEqual([]);
    expect(keysOf(exact, 'unranked')).toEqual([]);
    const unsure = new Set(frontOf(5, 0.015).map(({ point }) => point.cellKey));
    expect(names.filter((name) => !unsure.has(name))).toEqual([]);
    expect(unsure.size).toBeLessThan(rows.length / 4);
  });
});
