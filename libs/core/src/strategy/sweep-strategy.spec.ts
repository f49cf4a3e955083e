import fc from 'fast-check';
import { buildStrategy } from './build-strategy';
import { proposeLaunch } from './propose-launch';
import type { ProposedTrials, SearchDevice, SweepParameters } from './strategy';

const base: SweepParameters = { repetitions: 3, order: 'randomised-blocks', seed: 1 };

function launch(cells: readonly number[], more: Partial<SweepParameters> = {}, name = 'nano-1') {
  const strategy = buildStrategy({ name: 'sweep', parameters: { ...base, ...more } });
  return flatten([...proposeLaunch(strategy, [{ deviceId: name, name, cells, sentinel: null }])]);
}

/** [cell, repetition] of each trial, in order. */
function flatten(proposed: readonly ProposedTrials[]): [number, number][] {
  return proposed.flatMap(({ cells, repetitions }) =>
    [...cells].map((cell, index): [number, number] => [cell, repetitions[index]!]),
  );
}

function device(over: Partial<SearchDevice>): SearchDevice {
  return { deviceId: 'd', name: 'nano-1', cellCount: 2, proposed: 6, open: 0, sentinel: null, cells: null, ...over };
}

const someCells = fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 40 });

describe('the full sweep at launch', () => {
  it('puts every cell once into each block, whatever the order of the cells', () => {
    const scenario = someCells.chain((cells) =>
      fc.tuple(
        fc.constant(cells),
        fc.shuffledSubarray(cells, { minLength: cells.length }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
      ),
    );
    fc.assert(
      fc.property(scenario, ([cells, permuted, repetitions, seed]) => {
        const trials = launch(cells, { repetitions, seed });
        expect(launch(permuted, { repetitions, seed })).toEqual(trials);
        for (let block = 1; block <= repetitions; block += 1) {
          const inBlock = trials.slice((block - 1) * cells.length, block * cells.length);
          expect(inBlock.every(([, repetition]) => repetition === block)).toBe(true);
          expect(inBlock.map(([cell]) => cell).sort()).toEqual([...cells].sort());
        }
        expect(trials).toHaveLength(cells.length * repetitions);
      }),
    );
  });

  it('shuffles each block, device and seed on its own', () => {
    const cells = Array.from({ length: 20 }, (_, index) => index);
    const first = launch(cells).map(([cell]) => cell);
    expect(first.slice(0, 20)).not.toEqual(first.slice(20, 40));
    expect(launch(cells, { seed: 2 }).map(([cell]) => cell)).not.toEqual(first);
    expect(launch(cells, {}, 'nano-2').map(([cell]) => cell)).not.toEqual(first);
    expect(launch(cells).map(([cell]) => cell)).toEqual(first);
  });

  it('puts each cell equally often at each place of a block', () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 1000; seed += 1) {
      const [first] = launch([0, 1, 2, 3], { repetitions: 1, seed })[0]!;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    // 1000 draws of 1 in 4: standard deviation 13.7; five of them.
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(69);
  });

  it('runs the repetitions of a cell in a row when asked to, in the order of the cells', () => {
    expect(launch([7, 3], { order: 'sequential', repetitions: 2 })).toEqual([
      [7, 1],
      [7, 2],
      [3, 1],
      [3, 2],
    ]);
  });

  it.each(['randomised-blocks', 'mirrored-blocks', 'sequential'] as const)(
    'proposes a large sweep in parts: %s',
    (order) => {
      const cells = Array.from({ length: 9_000 }, (_, index) => index);
      const strategy = buildStrategy({ name: 'sweep', parameters: { ...base, repetitions: 5, order } });
      const devices = ['a', 'b'].map((name) => ({ deviceId: name, name, cells, sentinel: null }));
      const seen = new Set<string>();
      for (const { deviceId, ...trials } of proposeLaunch(strategy, devices)) {
        for (const [cell, repetition] of flatten([{ deviceId, ...trials }]))
          seen.add(`${deviceId} ${cell} ${repetition}`);
      }
      expect(seen.size).toBe(2 * 9_000 * 5);
    },
  );
});

describe('the full sweep after launch', () => {
  const sweep = buildStrategy({ name: 'sweep', parameters: base });

  it('needs no statistics, waits while trials are open, then stops', () => {
    expect(sweep.propose({ devices: [device({ open: 1 }), device({})] })).toEqual({ kind: 'wait' });
    expect(sweep.propose({ devices: [device({})] })).toMatchObject({ kind: 'stop' });
  });

  it('stops at once when there is nothing to measure, or every device is retired', () => {
    expect(sweep.propose({ devices: [device({ cellCount: 0, proposed: 0 })] }).kind).toBe('stop');
    expect(sweep.propose({ devices: [] }).kind).toBe('stop');
  });

  it('continues after the last repetition when there are to be more', () => {
    const extended = buildStrategy({ name: 'sweep', parameters: { ...base, repetitions: 5 } });
    expect(extended.propose({ devices: [device({})] })).toEqual({ kind: 'read-cells' });
    const cells = [4, 9].map((cell) => ({ cell, proposed: 3, trials: 3, energyMj: 1, sdLogEnergy: 0.1 }));
    const proposal = extended.propose({ devices: [device({ cells })] });
    if (proposal.kind !== 'trials') throw new Error(proposal.kind);
    const trials = flatten(proposal.trials);
    expect(trials.map(([, repetition]) => repetition)).toEqual([4, 4, 5, 5]);
    expect(trials.map(([cell]) => cell).sort()).toEqual([4, 4, 9, 9]);
  });
});
