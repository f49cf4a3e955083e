import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '@joulefleet/core';
import { posix } from 'node:path';
import { boardClass } from '../board/board-class';
import { boardLayout } from './board-layout';
import { treeEntries } from './tree-entries';
import { linkTo } from './tree-entry';

const PROGRAMS = { runner: 'runner', nvpmodel: 'nvpmodel', reboot: 'reboot', tegrastats: 'tegrastats' };

function treeOf(deviceClass: DeviceClass): { text(path: string): string; links: Map<string, string> } {
  const identity = { name: 'twin', serial: '1420000000000', bootId: 'b' };
  const marker = { timeScale: 60, clockSocket: '/c' };
  const entries = treeEntries(boardClass(deviceClass), boardLayout(deviceClass), identity, marker, PROGRAMS);
  const texts = new Map(entries.flatMap((e) => ('text' in e ? [[e.path, e.text] as const] : [])));
  const links = new Map(entries.flatMap((e) => ('link' in e ? [[e.path, e.link] as const] : [])));
  return {
    links,
    text: (path) => {
      const text = texts.get(path);
      if (text === undefined) throw new Error(`${path} is not in the tree`);
      return text;
    },
  };
}

describe.each(DEVICE_CLASSES)('tree of a %s', (deviceClass) => {
  const tree = treeOf(deviceClass);
  const table = frequencyTable(deviceClass);

  it('has every policy of the class with the whole table', () => {
    for (const cpus of table.cpuPolicies) {
      const policy = `sys/devices/system/cpu/cpufreq/policy${cpus[0]}`;
      expect(tree.text(`${policy}/related_cpus`).trim()).toBe(cpus.join(' '));
      const listed = tree.text(`${policy}/scaling_available_frequencies`).trim().split(' ').map(Number);
      expect(listed).toEqual(table.cpuKhz);
    }
  });

  it('ends device-tree strings in NUL and files in a line end', () => {
    expect(tree.text('sys/firmware/devicetree/base/model')).toMatch(/NX|Nano/);
    expect(tree.text('sys/firmware/devicetree/base/model').endsWith('\0')).toBe(true);
    expect(tree.text('sys/firmware/devicetree/base/compatible')).toMatch(/nvidia,tegra\d+\0$/);
    expect(tree.text('etc/nv_tegra_release')).toMatch(/^# R3\d \(release\), REVISION: [\d.]+, .*\n/);
  });

  it('labels the rails of the class', () => {
    const { driver, folder } = boardLayout(deviceClass).sensor;
    const names =
      driver === 'iio' ? ['rail_name_0', 'rail_name_1', 'rail_name_2'] : ['in1_label', 'in2_label', 'in3_label'];
    const labels = names.map((name) => tree.text(`${folder}/${name}`).trim());
    expect(labels).toEqual([table.totalRail, ...table.partRails]);
  });

  it('has an active power mode that its nvpmodel.conf knows', () => {
    const id = Number(/pmode:(\d+)/.exec(tree.text('var/lib/nvpmodel/status'))?.[1]);
    expect(tree.text('etc/nvpmodel.conf')).toContain(`< POWER_MODEL ID=${id} NAME=`);
  });

  it('has links that lead somewhere', () => {
    const { gpu } = boardLayout(deviceClass);
    const devfreq = [...tree.links.keys()].find((path) => path.startsWith('sys/class/devfreq/'))!;
    expect(posix.join(posix.dirname(devfreq), tree.links.get(devfreq)!)).toBe(gpu.devfreq);
    expect(tree.text(`${gpu.device}/of_node/name`)).toMatch(/^(gpu|gv11b)\0$/);
  });
});

describe('linkTo', () => {
  it('is relative, so that it stays below the root', () => {
    expect(linkTo('sys/class/hwmon/hwmon5', 'sys/bus/i2c/devices/7-0040/hwmon/hwmon5')).toEqual({
      path: 'sys/class/hwmon/hwmon5',
      link: '../../bus/i2c/devices/7-0040/hwmon/hwmon5',
    });
    expect(linkTo('a/b/c/device', 'a')).toEqual({ path: 'a/b/c/device', link: '../..' });
  });
});
