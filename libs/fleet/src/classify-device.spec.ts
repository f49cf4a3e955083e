import { Fault } from '@joulefleet/core';
import { classifyDevice } from './classify-device';

const classOf = (model: string | null, ...compatible: string[]) => classifyDevice({ model, compatible }, 'here');

describe('classifyDevice', () => {
  it.each([
    ['NVIDIA Jetson Nano Developer Kit', 'nvidia,tegra210', 'jetson-nano'],
    ['NVIDIA Jetson Xavier NX Developer Kit', 'nvidia,tegra194', 'jetson-xavier-nx'],
    ['NVIDIA Orin NX Developer Kit', 'nvidia,tegra234', 'jetson-orin-nx'],
    ['NVIDIA Jetson Orin NX Engineering Reference Developer Kit Super', 'nvidia,tegra234', 'jetson-orin-nx'],
  ])('knows %s', (model, soc, deviceClass) => {
    expect(classOf(model, 'nvidia,p3767-0000', soc)).toBe(deviceClass);
  });

  it.each([
    ['NVIDIA Jetson Orin Nano Developer Kit', 'nvidia,tegra234'],
    ['Jetson Nano lookalike', 'nvidia,tegra234'],
    ['Raspberry Pi 5', 'brcm,bcm2712'],
    [null, ''],
  ])('refuses %s', (model, soc) => {
    expect(() => classOf(model, soc)).toThrow(Fault);
  });
});
