import type { BoardLayout } from '../layout';

/**
 * Jetson Orin NX 16 GB on NVIDIA's reference carrier, JetPack 6.2.
 * Release text: as published for a p3767-0000 on L4T 36.4.3. Power modes: nvpmodel_p3767_0000.conf
 * (LineageOS/android_device_nvidia_concord@54e49538, NVIDIA's stock file). Paths: dankang21/jetson-latency-lab@0970a90e
 * (same SoC; Apache-2.0).
 */
export const ORIN_NX_LAYOUT: BoardLayout = {
  model: 'NVIDIA Jetson Orin NX Engineering Reference Developer Kit',
  compatible: ['nvidia,p3768-0000+p3767-0000', 'nvidia,p3767-0000', 'nvidia,tegra234'],
  release: [
    '# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64, DATE: Wed Jan  8 01:49:37 UTC 2025',
    '# KERNEL_VARIANT: oot',
    'TARGET_USERSPACE_LIB_DIR=nvidia',
    'TARGET_USERSPACE_LIB_DIR_PATH=usr/lib/aarch64-linux-gnu/nvidia',
    '',
  ].join('\n'),
  kernel: '5.15.148-tegra',
  memoryMb: 15656,
  countsClocks: true,
  gpu: {
    device: 'sys/devices/platform/17000000.gpu',
    devfreq: 'sys/devices/platform/17000000.gpu/devfreq/17000000.gpu',
    nodeName: 'gpu',
  },
  sensor: {
    driver: 'hwmon',
    folder: 'sys/bus/i2c/devices/1-0040/hwmon/hwmon1',
    links: ['sys/bus/i2c/drivers/ina3221/1-0040'],
  },
  fan: { kind: 'hwmon', folder: 'sys/devices/platform/pwm-fan/hwmon/hwmon3' },
  thermalZones: [
    { type: 'cpu-thermal', reading: { offsetC: 2 } },
    { type: 'gpu-thermal', reading: { offsetC: 0 } },
    { type: 'cv0-thermal', reading: { offsetC: -1.5 } },
    { type: 'soc0-thermal', reading: { offsetC: -0.5 } },
    { type: 'soc1-thermal', reading: { offsetC: -1 } },
    { type: 'tj-thermal', reading: { offsetC: 2 } },
  ],
  thermalStepMc: 31,
  powerModes: {
    default: 2,
    active: 0,
    clusters: ['CPU_A78_0', 'CPU_A78_1'],
    modes: [
      { id: 0, name: 'MAXN', onlineCores: 8, cpuMinKhz: 729600, cpuMaxKhz: -1, gpuMaxHz: -1, tpcMask: 240 },
      { id: 1, name: '10W', onlineCores: 4, cpuMinKhz: 729600, cpuMaxKhz: 1190400, gpuMaxHz: 612000000, tpcMask: 252 },
      { id: 2, name: '15W', onlineCores: 4, cpuMinKhz: 729600, cpuMaxKhz: 1651200, gpuMaxHz: 612000000, tpcMask: 252 },
      { id: 3, name: '25W', onlineCores: 8, cpuMinKhz: 729600, cpuMaxKhz: 1497600, gpuMaxHz: 408000000, tpcMask: 240 },
    ],
  },
};
