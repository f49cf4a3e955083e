import type { BoardLayout, PowerMode } from '../layout';

const mode = (id: number, name: string, onlineCores: number, cpuMaxKhz: number, gpuMaxHz: number): PowerMode => ({
  id,
  name,
  onlineCores,
  cpuMinKhz: 1190400,
  cpuMaxKhz,
  gpuMaxHz,
  tpcMask: 1,
});

/**
 * Jetson Xavier NX developer kit, JetPack 5.1.2.
 * Release text: captured on R35.4.1. Power modes: nvpmodel_t194_p3668.conf (LineageOS/android_device_nvidia_galen@63c86ece,
 * NVIDIA's stock file). Rails: Linux drivers/hwmon/ina3221.c, Trouvaille1/EcoEdgeInfer (hwmon5 as met there).
 */
export const XAVIER_NX_LAYOUT: BoardLayout = {
  model: 'NVIDIA Jetson Xavier NX Developer Kit',
  compatible: ['nvidia,p3509-0000+p3668-0000', 'nvidia,p3668-0000', 'nvidia,tegra194'],
  release:
    '# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref, EABI: aarch64, DATE: Tue Aug  1 19:57:35 UTC 2023\n',
  kernel: '5.10.120-tegra',
  memoryMb: 6851,
  countsClocks: true,
  gpu: {
    device: 'sys/devices/17000000.gv11b',
    devfreq: 'sys/devices/17000000.gv11b/devfreq/17000000.gv11b',
    nodeName: 'gv11b',
  },
  sensor: {
    driver: 'hwmon',
    folder: 'sys/bus/i2c/devices/7-0040/hwmon/hwmon5',
    links: ['sys/bus/i2c/drivers/ina3221/7-0040'],
  },
  fan: { kind: 'hwmon', folder: 'sys/devices/pwm-fan/hwmon/hwmon2' },
  thermalZones: [
    { type: 'CPU-therm', reading: { offsetC: 1 } },
    { type: 'GPU-therm', reading: { offsetC: 0 } },
    { type: 'AUX-therm', reading: { offsetC: -0.5 } },
    { type: 'AO-therm', reading: { offsetC: -0.5 } },
    { type: 'PMIC-Die', reading: { constantC: 50 } },
  ],
  thermalStepMc: 500,
  powerModes: {
    default: 5,
    active: 8,
    clusters: ['CPU_DENVER_0', 'CPU_DENVER_1', 'CPU_DENVER_2'],
    modes: [
      mode(0, 'MODE_15W_2CORE', 2, 1907200, 1109250000),
      mode(1, 'MODE_15W_4CORE', 4, 1420800, 1109250000),
      mode(2, 'MODE_15W_6CORE', 6, 1420800, 1109250000),
      mode(3, 'MODE_10W_2CORE', 2, 1497600, 803250000),
      mode(4, 'MODE_10W_4CORE', 4, 1190400, 803250000),
      mode(5, 'MODE_10W_DESKTOP', 4, 1907200, 510000000),
      mode(6, 'MODE_20W_2CORE', 2, 1907200, 1109250000),
      mode(7, 'MODE_20W_4CORE', 4, 1420800, 1109250000),
      mode(8, 'MODE_20W_6CORE', 6, 1420800, 1109250000),
    ],
  },
};
