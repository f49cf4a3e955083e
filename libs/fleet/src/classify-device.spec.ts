import type { Facts } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import { classifyDevice } from './classify-device';

const classOf = (model: string | null, compatible: string[], rails: Facts['rails'] = []) =>
  classifyDevice({ model, compatible, rails, missing: [{ what: 'rails', lookedFor: 'NVML' }] }, 'here');
const total = (layout: Facts['rails'][number]['layout']) => [{ label: 'x', total: true, layout }];

describe('classifyDevice', () => {
  it.each([
    ['NVIDIA Jetson Nano Developer Kit', 'nvidia,tegra210', 'jetson-nano'],
    ['NVIDIA Jetson Xavier NX Developer Kit', 'nvidia,tegra194', 'jetson-xavier-nx'],
    ['NVIDIA Orin NX Developer Kit', 'nvidia,tegra234', 'jetson-orin-nx'],
    ['NVIDIA Jetson Orin NX Engineering Reference Developer Kit Super', 'nvidia,tegra234', 'jetson-orin-nx'],
    ['NVIDIA Jetson Orin Nano Developer Kit', 'nvidia,tegra234', 'jetson-orin-nano'],
    ['NVIDIA Jetson AGX Orin Developer Kit', 'nvidia,tegra234', 'jetson-agx-orin'],
    ['Jetson-AGX', 'nvidia,tegra194', 'jetson-agx-xavier'],
    ['NVIDIA Jetson TX2 Developer Kit', 'nvidia,tegra186', 'jetson-tx2'],
    ['NVIDIA Jetson AGX Thor Developer Kit', 'nvidia,tegra264', 'jetson-thor'],
  ])('knows %s', (model, soc, deviceClass) => {
    expect(classOf(model, ['nvidia,p3767-0000', soc])).toBe(deviceClass);
  });

  it.each([
    ['nvml', 'linux-nvidia'],
    ['nvidia-smi', 'linux-nvidia'],
    ['rapl', 'linux-cpu'],
    ['power-supply', 'linux-cpu'],
    ['command', 'linux-cpu'],
  ] as const)('knows a machine without a device tree by its total of %s', (layout, deviceClass) => {
    expect(classOf(null, [], total(layout))).toBe(deviceClass);
    expect(classOf('Raspberry Pi 5', ['brcm,bcm2712'], total(layout))).toBe(deviceClass);
  });

  it('says what it looked for where nothing measures power', () => {
    const parts = [{ label: 'x', total: false, layout: 'nvml' as const }];
    expect(() => classOf('Raspberry Pi 5', ['brcm,bcm2712'], parts)).toThrow(/looked for NVML/);
    expect(() => classOf(null, [])).toThrow(Fault);
  });

  it('takes no unknown Jetson for another machine', () => {
    expect(() => classOf('Jetson Nano lookalike', ['nvidia,tegra234'], total('hwmon'))).toThrow(Fault);
  });
});
