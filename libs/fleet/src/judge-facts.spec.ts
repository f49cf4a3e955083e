import { facts, type Facts } from '@joulefleet/contracts';
import { asFault } from '@joulefleet/core';
import { judgeFacts } from './judge-facts';

const MACHINE = {
  ...{
    model: null,
    compatible: [],
    serial: 'machine-id:1',
    l4t: null,
    jetpack: null,
    kernel: '6.8.0',
    python: '3.12.3',
  },
  ...{ cores: 16, memoryBytes: 1e11, diskFreeBytes: 1e11, cpuPolicies: [], gpu: null, powerMode: null },
  ...{ thermalZones: [], canSetClocks: false, workloads: [], simulated: false, timeScale: null },
  rails: [{ label: 'nvml.gpu0', total: true, layout: 'nvml' }],
  missing: [{ what: 'rails', lookedFor: 'VDD_IN' }],
};
const machine = (more: object = {}): Facts => facts.parse({ ...MACHINE, ...more });
const parts = [
  { label: 'VDD_GPU_SOC', total: false, layout: 'hwmon' },
  { label: 'VDD_CPU_CV', total: false, layout: 'hwmon' },
];

function faultOf(found: Facts, deviceClass: Parameters<typeof judgeFacts>[1]) {
  try {
    judgeFacts(found, deviceClass, 'here');
    return null;
  } catch (error) {
    return asFault(error);
  }
}

describe('judgeFacts', () => {
  it('takes a machine without clocks that is no Jetson', () => {
    expect(faultOf(machine(), 'linux-nvidia')).toBeNull();
    expect(faultOf(machine(), 'jetson-agx-orin')).toMatchObject({ code: 'clocks_missing' });
  });

  it('names the rails of an AGX board, none of which is the total, and a meter as the way out', () => {
    const fault = faultOf(machine({ rails: parts }), 'jetson-agx-orin');
    expect(fault).toMatchObject({
      code: 'rail_missing',
      message: expect.stringContaining('its rails are VDD_GPU_SOC, VDD_CPU_CV (looked for VDD_IN)') as string,
      remedy: expect.stringContaining('/etc/joulefleet/power.json') as string,
    });
  });

  it('wants the total of the board by its name where the class has a table', () => {
    expect(faultOf(machine(), 'jetson-nano')).toMatchObject({
      code: 'rail_missing',
      message: expect.stringContaining('POM_5V_IN') as string,
    });
  });
});
