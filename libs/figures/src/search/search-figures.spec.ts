import type { OneSearchView } from '@joulefleet/contracts';
import {
  cellsThatMayBeBest,
  describeCertainty,
  describePhase,
  describeTarget,
  referenceBatch,
  referenceCost,
  timeTaken,
} from './describe-search';
import { sampleSearch } from './fixtures/sample-search';
import { searchCourse } from './search-course';
import { searchMap, searchPanels } from './search-map';
import { variedLevels } from './varied-levels';

describe('a search in words', () => {
  it('says what it looks for, how far it is and what is certain', () => {
    const search = sampleSearch();
    expect(describeTarget(search.target)).toBe(
      'least energy with a latency of at most 200 ms, within 1 % with 95 % probability, by steered',
    );
    expect(describePhase(search)).toBe('done: 2 of at most 24 trials');
    expect(describePhase({ ...search, phase: 'search', trials: { made: 2, most: null } })).toBe(
      'ended early: 2 trials',
    );
    expect(describeCertainty(search)).toEqual([
      'The best is GPU 614.4 MHz, CPU 1479 MHz: 210.0 ± 2.0 mJ, measured once.',
      'It saves 15.0 ± 2.0 % against what the governors choose, by what is believed.',
      'Cells that were measured at random are off what was believed of them by 2.5 % in the mean.',
    ]);
    expect(describeCertainty(sampleSearch({ over: false }))[1]).toBe(
      'Nothing is better by more than 1 % with a probability of 97.0 %.',
    );
    const { verdict } = search;
    expect(
      describeCertainty(sampleSearch({ verdict: { ...verdict, cell: null, savingPct: null }, checkErrorPct: null })),
    ).toEqual(['No cell is known to be good.']);
    const found = { ...verdict, cell: null, savingPct: null };
    const front = (...cells: number[]) => describeCertainty(sampleSearch({ verdict: { ...found, front: cells } }))[0];
    expect(front(2, 3)).toMatch(
      /^The front has 2 cells, from GPU .* MHz, the fastest, to GPU .* MHz, that of least energy\.$/,
    );
    expect(front(2)).toMatch(/^The front has 1 cell: GPU .* MHz\.$/);
    expect(describeTarget({ ...search.target, method: 'pareto' })).toBe(
      'front of time and energy, all but 1 % of its hypervolume with 95 % probability, by pareto',
    );
    expect(timeTaken(search)).toEqual({ usedS: 180, ofSweepPct: 5 });
    expect(referenceCost(search)).toBe(250);
  });

  it('names the batch size of the reference where several are searched', () => {
    const { cells, ...search } = sampleSearch();
    expect(referenceBatch({ ...search, cells })).toBe('');
    const varied = cells.map((cell, i) => ({
      ...cell,
      levels: { ...cell.levels, batchSize: cell.isReference ? 8 : 8 << (i % 2) },
    }));
    expect(referenceBatch({ ...search, cells: varied })).toBe(' at batch size 8');
    expect(describeCertainty({ ...search, cells: varied })[1]).toBe(
      'It saves 15.0 ± 2.0 % against what the governors choose at batch size 8, by what is believed.',
    );
  });

  it('says what a search that never ends has cost since conditions changed', () => {
    const said = (online: OneSearchView['online']) => describeCertainty(sampleSearch({ online })).at(-1);
    expect(said({ changes: 1, trials: 45, meanPct: 2.14, recentPct: 0.4 })).toBe(
      'Conditions changed once. Since then, in 45 trials, the cells cost 2.1 % more than the best one in the mean, the last of them 0.4 %, by what is believed.',
    );
    expect(said({ changes: 0, trials: 1, meanPct: 0, recentPct: 0 })).toMatch(
      /^Conditions have not changed. So far, in 1 trial, the cells cost 0.0 %/,
    );
    expect(said({ changes: 2, trials: 3, meanPct: null, recentPct: null })).toBe(
      'Conditions changed 2 times. Since then no cell kept the limits.',
    );
  });

  it('counts cells that may be the best, and all that may be chosen where nothing is believed', () => {
    const search = sampleSearch();
    expect(cellsThatMayBeBest(search).map(({ cell }) => cell)).toEqual([3, 2]);
    const unknown = search.cells.map((cell) => ({ ...cell, probability: 0 }));
    expect(cellsThatMayBeBest({ cells: unknown })).toHaveLength(3);
  });

  it('names the levels that differ alone', () => {
    expect(variedLevels(sampleSearch().cells.slice(0, 2)).titles).toEqual(['CPU']);
    const graphs = sampleSearch().cells.map((cell, index) => ({
      ...cell,
      graphMode: index === 0 ? 'static' : 'dynamic',
    }));
    expect(variedLevels(graphs).describe(graphs[0]!)).toBe('graph static, GPU 307.2 MHz, CPU 710.4 MHz');
  });
});

describe('a search in figures', () => {
  it('maps what is believed, the surer the larger, with what was tried and may be the best', () => {
    const search = sampleSearch();
    const [panel, ...others] = searchPanels(search);
    expect(others).toEqual([]);
    const { svg, table, caption } = searchMap(search, panel!, true);
    expect(table!.rows).toHaveLength(4);
    expect(caption).toBe('1 of 4 cells were tried; 2 may be the best.');
    expect(svg).toContain('simulated');
    const widths = [...svg.matchAll(/data-key="(key-\d)".*?<\/g>/g)].map(([group, key]) => {
      const rects = [...group.matchAll(/<rect[^>]*width="([\d.]+)"/g)];
      return [key, Number(rects.at(-1)![1])] as const;
    });
    const width = new Map(widths);
    expect(width.get('key-3')!).toBeGreaterThan(width.get('key-0')!);
  });

  it('shows the panel of the best cell first', () => {
    const search = sampleSearch();
    const larger = search.cells.slice(0, 4).map((cell) => ({
      ...{ ...cell, cell: cell.cell + 10, cellKey: `large-${cell.cell}` },
      levels: { ...cell.levels, batchSize: 8 },
    }));
    const panels = searchPanels({ ...search, cells: [...larger, ...search.cells] });
    expect(panels.map(({ title, cells }) => [title, cells.length])).toEqual([
      ['batch 16', 4],
      ['batch 8', 4],
    ]);
  });

  it('draws how the candidates became fewer', () => {
    const figure = searchCourse(sampleSearch(), false);
    expect(figure.table!.rows).toEqual([
      ['0', '4', '0.0'],
      ['2', '2', '97.0'],
    ]);
    expect(figure.caption).toContain('2 may be the best after 2 trials');
    expect(searchCourse(sampleSearch({ course: [] }), false).caption).toBe('Nothing was tried yet.');
  });
});
