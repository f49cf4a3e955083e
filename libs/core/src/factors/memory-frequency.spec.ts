import { memoryFrequency } from './memory-frequency';

function device(levels: readonly number[], reason: string | null = null) {
  return { name: 'orin-1', facts: { cpuPolicies: [], gpu: null, knobs: { emcHz: { levels, reason } } } };
}

const ORIN = device([204e6, 665.6e6, 2133e6, 3199e6]);

it('snaps to the rates that the device could lock', () => {
  const wanted = { kind: 'levels', levelsHz: ['dvfs', 665.6e6, 2100e6, 408e6] } as const;
  expect(memoryFrequency.snap(wanted, ORIN)).toEqual({
    levels: [665.6e6, 2133e6, 'dvfs'],
    notes: ['memoryFrequency 408 MHz left out: nearest 204 MHz', 'memoryFrequency 2100 MHz snapped to 2133 MHz'],
  });
  expect(memoryFrequency.snap({ kind: 'all' }, ORIN).levels).toEqual([204e6, 665.6e6, 2133e6, 3199e6]);
});

it('is left out where the memory clock cannot be locked', () => {
  const closed = device([], 'only root may lock it');
  expect(memoryFrequency.snap({ kind: 'all' }, closed)).toEqual({
    levels: ['dvfs'],
    notes: ['memoryFrequency left out: only root may lock it'],
  });
  expect(memoryFrequency.snap({ kind: 'levels', levelsHz: ['dvfs'] }, closed)).toEqual({ levels: ['dvfs'], notes: [] });
});
