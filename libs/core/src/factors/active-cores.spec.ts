import { activeCores } from './active-cores';

function device(levels: readonly number[], reason: string | null = null) {
  return { name: 'nano-1', facts: { cpuPolicies: [], gpu: null, knobs: { activeCores: { levels, reason } } } };
}

it('takes the levels that the device offers, and names the others', () => {
  const { levels, notes } = activeCores.snap([8, 4, null, 2], device([1, 2, 3, 4]));
  expect(levels).toEqual([null, 2, 4]);
  expect(notes).toEqual(['activeCores 8 left out: the device offers 1, 2, 3, 4']);
});

it('takes all that there are', () => {
  expect(activeCores.snap(['all'], device([1, 2])).levels).toEqual([1, 2]);
});

it('is left out where cores cannot be switched', () => {
  expect(activeCores.snap([2, 4], device([], 'no cpuN/online'))).toEqual({
    levels: [null],
    notes: ['activeCores left out: no cpuN/online'],
  });
  expect(activeCores.snap([null], device([], 'no cpuN/online'))).toEqual({ levels: [null], notes: [] });
});

it('finds the levels that no device offers', () => {
  expect([...activeCores.findUnknown([2, 8, 'all', null], [device([1, 2]), device([1, 2, 3])])]).toEqual([
    { level: '8', message: 'activeCores: no selected device offers 8', nearest: ['1', '2', '3'], path: [1] },
  ]);
});
