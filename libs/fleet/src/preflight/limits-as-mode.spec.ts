import { facts as factsSchema, type Facts } from '@joulefleet/contracts';
import { limitsAsMode } from './limits-as-mode';

const KHZ = [102_000, 825_600, 921_600, 1_479_000];
const HZ = [76_800_000, 614_400_000, 691_200_000, 921_600_000];
const FIVE_WATTS = { cores: 2, cpuMinKhz: null, cpuMaxKhz: 918_000, gpuMaxHz: 640_000_000 };

/** A Nano whose limits are in force as given, in its 5W mode unless told otherwise. */
function board(maxKhz: number, maxHz: number, more: Partial<Facts> = {}): Facts {
  const policy = { policy: 0, cpus: [0, 1], frequenciesKhz: KHZ, governors: ['schedutil'], governor: 'schedutil' };
  const gpu = { path: '/g', frequenciesHz: HZ, governors: ['x'], governor: 'x', minHz: HZ[0]!, maxHz };
  const bare = {
    ...{ model: null, compatible: [], serial: null, l4t: null, jetpack: null, kernel: 'k', python: '3.6.9' },
    ...{ cores: 2, memoryBytes: 1, diskFreeBytes: 1, rails: [], thermalZones: [], canSetClocks: true, workloads: [] },
    ...{ simulated: true, timeScale: 1, missing: [], cpuPolicies: [{ ...policy, minKhz: KHZ[0]!, maxKhz }], gpu },
    powerMode: { id: 1, name: '5W', meaning: FIVE_WATTS },
  };
  return factsSchema.parse({ ...bare, ...more });
}

describe('limitsAsMode', () => {
  it.each([
    [825_600, 614_400_000],
    [921_600, 691_200_000],
    [918_000, 640_000_000],
  ])("takes %d kHz and %d Hz, either step beside the file's figure, for what the mode says", (khz, hz) =>
    expect(limitsAsMode(board(khz, hz))).toMatchObject({ passed: true }),
  );

  it('warns with both values where another limit is in force', () => {
    expect(limitsAsMode(board(1_479_000, 921_600_000))).toMatchObject({
      passed: false,
      severity: 'warns',
      message:
        "power mode 5W: CPU policy 0 to 1479 MHz in force, 918 MHz in the mode's file; " +
        "GPU to 921.6 MHz in force, 640 MHz in the mode's file",
    });
  });

  it('warns where a mode without limits has some in force, and of cores', () => {
    const meaning = { cores: 4, cpuMinKhz: null, cpuMaxKhz: null, gpuMaxHz: null, emcMaxHz: null };
    const found = limitsAsMode(board(921_600, HZ[3]!, { powerMode: { id: 0, name: 'MAXN', meaning } }));
    expect(found.message).toBe(
      "power mode MAXN: CPU policy 0 to 921.6 MHz in force, no limit in the mode's file; 2 cores on, 4 in the mode's file",
    );
  });

  it('reports what is in force where the mode says nothing', () => {
    expect(limitsAsMode(board(KHZ[3]!, HZ[3]!, { powerMode: null }))).toMatchObject({ passed: true });
    expect(limitsAsMode(board(921_600, 614_400_000)).message).toBe(
      'power mode 5W; in force: CPU policy 0 from 102 MHz, CPU policy 0 to 921.6 MHz, GPU to 614.4 MHz',
    );
  });
});
