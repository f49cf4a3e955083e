import type { BoardClass } from '../board/board-class';
import type { BoardLayout } from './layout';
import { thermalOf } from '../physics';
import { GPU_COOLING_FOLDER, railFiles, thermalZoneFolder } from './paths';
import { filesIn, linkTo, type TreeEntry } from './tree-entry';

/** The INA3221 in the layout of its driver, and the fan. */
export function sensorEntries(layout: BoardLayout, board: BoardClass): TreeEntry[] {
  const { driver, folder } = layout.sensor;
  const rails = board.rails.flatMap((rail, channel) => {
    const { label, ...readings } = railFiles(layout, channel);
    return [
      { path: label, text: `${rail.label}\n` },
      ...Object.values(readings).map((path) => ({ path, text: '0\n' })),
    ];
  });
  return [...rails, ...(driver === 'iio' ? iioEntries(folder) : hwmonEntries(layout)), ...fanEntries(layout)];
}

function iioEntries(folder: string): TreeEntry[] {
  const limits = [0, 1, 2].flatMap((channel) =>
    filesIn(folder, { [`warn_current_limit_${channel}`]: '32760 ma', [`crit_current_limit_${channel}`]: '32760 ma' }),
  );
  return [
    ...limits,
    ...deviceTreeOf(folder),
    ...filesIn(folder, { name: 'ina3221x', running_mode: 0 }),
    linkTo('sys/bus/iio/devices/iio:device0', folder),
  ];
}

/** The older driver shows a shunt nowhere; the device tree, which it has it from, states 5 mOhm (tegra210-porg-power-monitor). */
function deviceTreeOf(folder: string): TreeEntry[] {
  const cell = (value: number): string => `\0\0\0${String.fromCharCode(value)}`;
  return [0, 1, 2].flatMap((channel) => {
    const node = `${folder.split('/').slice(0, -1).join('/')}/of_node/channel@${channel}`;
    return [
      { path: `${node}/reg`, text: cell(channel) },
      { path: `${node}/ti,shunt-resistor-mohm`, text: cell(5) },
    ];
  });
}

function hwmonEntries(layout: BoardLayout): TreeEntry[] {
  const { folder, links } = layout.sensor;
  const chip = folder.split('/').slice(0, -2).join('/');
  const channels = [1, 2, 3].flatMap((number) =>
    filesIn(folder, {
      [`in${number}_enable`]: 1,
      [`curr${number}_max`]: 32760,
      [`curr${number}_crit`]: 32760,
      [`shunt${number}_resistor`]: 5000,
    }),
  );
  return [
    ...channels,
    ...filesIn(folder, {
      name: 'ina3221',
      samples: 1,
      update_interval: 7,
      in7_label: 'sum of shunt voltages',
      in7_input: 0,
    }),
    linkTo(`${folder}/device`, chip),
    linkTo(`sys/class/hwmon/${folder.split('/').pop()}`, folder),
    ...links.map((path) => linkTo(path, chip)),
  ];
}

function fanEntries({ fan }: BoardLayout): TreeEntry[] {
  if (fan.kind === 'pwm-fan') return filesIn(fan.folder, { target_pwm: 0, cur_pwm: 0, temp_control: 1, pwm_cap: 255 });
  return [
    ...filesIn(fan.folder, { name: 'pwmfan', pwm1: 0 }),
    linkTo(`sys/class/hwmon/${fan.folder.split('/').pop()}`, fan.folder),
  ];
}

/**
 * Thermal zones, by type; their numbers mean nothing, as on the boards. Zones of the die have the trip point at which clocks
 * are lowered; the cooling device does that.
 */
export function thermalEntries(layout: BoardLayout, { deviceClass }: BoardClass): TreeEntry[] {
  return [...zoneEntries(layout, thermalOf(deviceClass).throttleC), ...coolingEntries()];
}

function coolingEntries(): TreeEntry[] {
  return [
    ...filesIn(GPU_COOLING_FOLDER, { type: 'thermal-devfreq-0', cur_state: 0, max_state: 1 }),
    linkTo('sys/class/thermal/cooling_device0', GPU_COOLING_FOLDER),
  ];
}

function zoneEntries(layout: BoardLayout, throttleC: number): TreeEntry[] {
  return layout.thermalZones.flatMap(({ type, reading }, index) => [
    ...filesIn(thermalZoneFolder(index), { type, temp: 'constantC' in reading ? reading.constantC * 1000 : 0 }),
    ...('constantC' in reading ? [] : tripEntries(thermalZoneFolder(index), throttleC + reading.offsetC)),
    linkTo(`sys/class/thermal/thermal_zone${index}`, thermalZoneFolder(index)),
  ]);
}

function tripEntries(folder: string, throttleC: number): TreeEntry[] {
  return filesIn(folder, { trip_point_0_type: 'passive', trip_point_0_temp: throttleC * 1000 });
}
