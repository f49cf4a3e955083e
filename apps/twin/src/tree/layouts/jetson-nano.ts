import type { BoardLayout } from '../layout';

/**
 * Jetson Nano 4 GB developer kit, JetPack 4.6.4.
 * Release text: captured on a Nano. Power modes: nvpmodel_t210_jetson-nano.conf, NVIDIA's stock file. Rails, GPU path: emwjacobson/JetsonEfficiencyTesting, Trouvaille1/EcoEdgeInfer.
 */
export const NANO_LAYOUT: BoardLayout = {
  model: 'NVIDIA Jetson Nano Developer Kit',
  compatible: ['nvidia,p3449-0000-b00+p3448-0000-b00', 'nvidia,jetson-nano', 'nvidia,tegra210'],
  release:
    '# R32 (release), REVISION: 7.4, GCID: 33514132, BOARD: t210ref, EABI: aarch64, DATE: Fri Jun  9 04:25:08 UTC 2023\n',
  kernel: '4.9.337-tegra',
  memoryMb: 3964,
  countsClocks: false,
  gpu: {
    device: 'sys/devices/57000000.gpu',
    devfreq: 'sys/devices/57000000.gpu/devfreq/57000000.gpu',
    nodeName: 'gpu',
  },
  sensor: { driver: 'iio', folder: 'sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0', links: [] },
  fan: { kind: 'pwm-fan', folder: 'sys/devices/pwm-fan' },
  thermalZones: [
    { type: 'AO-therm', reading: { offsetC: 4 } },
    { type: 'CPU-therm', reading: { offsetC: 0.5 } },
    { type: 'GPU-therm', reading: { offsetC: 0 } },
    { type: 'PLL-therm', reading: { offsetC: -2 } },
    { type: 'PMIC-Die', reading: { constantC: 100 } },
    { type: 'thermal-fan-est', reading: { offsetC: 0.25 } },
  ],
  thermalStepMc: 500,
  powerModes: {
    default: 0,
    active: 0,
    clusters: ['CPU_A57'],
    modes: [
      { id: 0, name: 'MAXN', onlineCores: 4, cpuMinKhz: 0, cpuMaxKhz: -1, gpuMaxHz: -1, tpcMask: null },
      { id: 1, name: '5W', onlineCores: 2, cpuMinKhz: 0, cpuMaxKhz: 918000, gpuMaxHz: 640000000, tpcMask: null },
    ],
  },
};
