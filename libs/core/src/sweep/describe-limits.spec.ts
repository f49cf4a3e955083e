import type { Clock, OfferFacts } from '../factors/factor';
import { describeLimits } from './describe-limits';
import type { DeviceLevels } from './device-levels';

const facts = (maxKhz?: number, maxHz?: number): OfferFacts => ({
  cpuPolicies: [{ frequenciesKhz: [102_000, 921_600, 1_479_000], governors: [], ...(maxKhz && { maxKhz }) }],
  gpu: { frequenciesHz: [76_800_000, 614_400_000, 921_600_000], governors: [], ...(maxHz && { maxHz }) },
  powerMode: { id: 1, name: '5W' },
  knobs: {},
});

function levels(cpuKhz: Clock[], gpuHz: Clock[], ...baselines: Clock[]): DeviceLevels {
  const points = baselines.map((level) => ({ cpuKhz: level, gpuHz: level }));
  return { factors: { cpuKhz, gpuHz }, baselines: points } as unknown as DeviceLevels;
}

describe('describeLimits', () => {
  it('has nothing to say where the tables are open, or nothing is known', () => {
    expect(describeLimits(facts(1_479_000, 921_600_000), levels(['dvfs'], ['dvfs'], 'dvfs'))).toBeNull();
    expect(describeLimits(facts(), levels([1_479_000], [921_600_000], 'dvfs'))).toBeNull();
    expect(describeLimits(facts(921_600), levels([921_600], [921_600_000]))).toBeNull();
  });

  it('names the mode, what is in force, and what stays within it or goes beyond', () => {
    expect(describeLimits(facts(921_600), levels([], [], 'stock'))).toBe(
      'power mode 5W is in force with CPU 921.6 MHz of 1479 MHz; stock cells stay within that',
    );
    expect(describeLimits(facts(921_600), levels([], [], 'dvfs'))).toBe(
      'power mode 5W is in force with CPU 921.6 MHz of 1479 MHz; DVFS cells lift that to the whole table',
    );
    expect(describeLimits(facts(921_600, 614_400_000), levels([921_600], [921_600_000], 'stock', 'dvfs'))).toBe(
      'power mode 5W is in force with CPU 921.6 MHz of 1479 MHz, GPU 614.4 MHz of 921.6 MHz; ' +
        'stock cells stay within that, and DVFS cells lift that to the whole table, and levels of the GPU lie above it',
    );
  });
});
