import type { OfferFacts, PowerModeFacts } from './factor';
import { cpuFrequency } from './cpu-frequency';
import { memoryFrequency } from './memory-frequency';
import { powerMode } from './power-mode';

const NO_LIMIT = { cores: null, cpuMaxKhz: null, gpuMaxHz: null, emcMaxHz: null };
const REBOOT = 'it needs a reboot (TPC_POWER_GATING TPC_PG_MASK 252)';
const MODES: readonly PowerModeFacts[] = [
  { name: 'MAXN', meaning: NO_LIMIT, reason: null },
  { name: '10W', meaning: NO_LIMIT, reason: REBOOT },
  { name: '25W', meaning: NO_LIMIT, reason: null },
];

function device(levels: readonly string[], reason: string | null = null, powerModes = MODES) {
  const facts: OfferFacts = {
    cpuPolicies: [{ frequenciesKhz: [115_200, 1_984_000], governors: ['schedutil'] }],
    ...{ gpu: null, powerMode: { id: 0, name: 'MAXN' }, powerModes },
    knobs: { powerMode: { levels, reason } },
  };
  return { name: 'orin-1', facts };
}
const orin = device(['MAXN', '25W']);

it('takes the modes that need no reboot, and says of each other one why not', () => {
  expect(powerMode.snap(['MAXN', '10W', '25W', '40W'], orin)).toEqual({
    levels: ['25W', 'MAXN'],
    notes: [`powerMode 10W left out: ${REBOOT}`, 'powerMode 40W left out: the device offers MAXN, 25W'],
  });
});

it('takes all that can be set, and names the others', () => {
  expect(powerMode.snap(['all'], orin)).toEqual({
    levels: ['25W', 'MAXN'],
    notes: [`powerMode 10W left out: ${REBOOT}`],
  });
});

it('measures the mode of the device once', () => {
  expect(powerMode.snap(['25W', null, 'MAXN'], orin)).toEqual({
    levels: [null, '25W'],
    notes: ['powerMode MAXN left out: it is the default of the device'],
  });
});

it('is left out where no mode can be set', () => {
  const closed = device([], 'no /usr/sbin/nvpmodel');
  expect(powerMode.snap(['10W', 'all'], closed)).toEqual({
    levels: [null],
    notes: ['powerMode left out: no /usr/sbin/nvpmodel'],
  });
  expect(powerMode.snap([null], closed)).toEqual({ levels: [null], notes: [] });
  expect([...powerMode.findUnknown(['10W'], [closed])]).toEqual([]);
});

it('finds the modes that no device has; one that needs a reboot is none of them', () => {
  expect([...powerMode.findUnknown([null, 'all', '10W', 'MAX_N'], [orin])]).toEqual([
    {
      level: 'MAX_N',
      message: 'powerMode: no selected device has a mode MAX_N',
      nearest: ['10W', '25W', 'MAXN'],
      path: [3],
    },
  ]);
});

it('keeps stock apart from dvfs while it is varied, of clocks that a mode can limit', () => {
  const stock = { kind: 'levels', levelsHz: ['stock'] } as const;
  expect(cpuFrequency.snap(stock, orin).levels).toEqual(['dvfs']);
  expect(cpuFrequency.snap(stock, { ...orin, variesMode: true }).levels).toEqual(['stock']);
  expect(memoryFrequency.snap(stock, { ...orin, variesMode: true }).levels).toEqual(['dvfs']);
});
