import type { OfferFacts } from '../factors/factor';
import { describeLiftedLimits } from './limits-lifted';

const facts = (maxKhz?: number, maxHz?: number): OfferFacts => ({
  cpuPolicies: [{ frequenciesKhz: [102_000, 921_600, 1_479_000], governors: [], ...(maxKhz && { maxKhz }) }],
  gpu: { frequenciesHz: [76_800_000, 614_400_000, 921_600_000], governors: [], ...(maxHz && { maxHz }) },
  powerMode: { id: 1, name: '5W' },
  knobs: {},
});
const NO_LEVELS = { cpuHz: null, gpuHz: null };

describe('describeLiftedLimits', () => {
  it('has nothing to say where the tables are open, or nothing is known', () => {
    expect(describeLiftedLimits(facts(1_479_000, 921_600_000), NO_LEVELS, true)).toBeNull();
    expect(describeLiftedLimits(facts(), { cpuHz: 1_479e6, gpuHz: 921.6e6 }, true)).toBeNull();
    expect(describeLiftedLimits(facts(921_600), { cpuHz: 921.6e6, gpuHz: 921.6e6 }, false)).toBeNull();
  });

  it('names the mode, what is in force, and what goes beyond it', () => {
    expect(describeLiftedLimits(facts(921_600), NO_LEVELS, true)).toBe(
      'power mode 5W is in force with CPU 921.6 MHz of 1479 MHz; the DVFS cell lifts that to the whole table',
    );
    expect(describeLiftedLimits(facts(921_600, 614_400_000), { cpuHz: 921.6e6, gpuHz: 921.6e6 }, true)).toBe(
      'power mode 5W is in force with CPU 921.6 MHz of 1479 MHz, GPU 614.4 MHz of 921.6 MHz; ' +
        'the DVFS cell lifts that to the whole table, and levels of the GPU lie above it',
    );
  });
});
