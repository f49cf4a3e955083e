import type { BoardLayout } from './layout';
import { filesIn, linkTo, type TreeEntry } from './tree-entry';

/** What some carriers have beside the module: shown in the tree, and no part of the simulation. */
export interface Extras {
  /**
   * A second INA3221 at another address: channel 1 measures the carrier's 12 V supply, 60 W, under a foreign label; channel 2
   * carries a label of the module's; channel 3 has none.
   */
  foreignChip?: boolean;
}

const FOREIGN_LABELS = ['CVB_ATX_12V', 'VDD_SOC', null];
const READING = { mv: 12_000, ma: 5_000 };
/** Lower than those of the module's own chip and fan, so that it is found first. */
const FOREIGN_HWMON = 'hwmon0';

export function extraEntries(layout: BoardLayout, { foreignChip = false }: Extras): TreeEntry[] {
  const foreign = layout.sensor.driver === 'iio' ? foreignIio() : foreignHwmon(layout);
  return [...(layout.sensor.driver === 'hwmon' ? overcurrentEntries() : []), ...(foreignChip ? foreign : [])];
}

/** Folder of the counters of over-current throttling, on boards with JetPack 5 or later. */
export const OVERCURRENT_FOLDER = 'sys/devices/platform/soctherm-oc-event/hwmon/hwmon9';

function overcurrentEntries(): TreeEntry[] {
  return [
    ...filesIn(OVERCURRENT_FOLDER, { name: 'soctherm_oc', oc1_event_cnt: 0, oc2_event_cnt: 0, oc3_event_cnt: 0 }),
    linkTo('sys/class/hwmon/hwmon9', OVERCURRENT_FOLDER),
  ];
}

function foreignIio(): TreeEntry[] {
  const folder = 'sys/bus/i2c/drivers/ina3221x/1-0041/iio:device1';
  const channels = FOREIGN_LABELS.flatMap((label, channel) =>
    filesIn(folder, {
      ...(label && { [`rail_name_${channel}`]: label }),
      [`in_voltage${channel}_input`]: READING.mv,
      [`in_current${channel}_input`]: READING.ma,
      [`in_power${channel}_input`]: (READING.mv * READING.ma) / 1_000,
    }),
  );
  return [...channels, ...filesIn(folder, { name: 'ina3221x', running_mode: 0 })];
}

function foreignHwmon({ sensor }: BoardLayout): TreeEntry[] {
  const chip = sensor.folder
    .split('/')
    .slice(0, -2)
    .join('/')
    .replace(/-0040$/, '-0041');
  const folder = `${chip}/hwmon/${FOREIGN_HWMON}`;
  const channels = FOREIGN_LABELS.flatMap((label, channel) =>
    filesIn(folder, {
      ...(label && { [`in${channel + 1}_label`]: label }),
      [`in${channel + 1}_input`]: READING.mv,
      [`curr${channel + 1}_input`]: READING.ma,
      [`in${channel + 1}_enable`]: 1,
      [`shunt${channel + 1}_resistor`]: 2_000,
    }),
  );
  return [
    ...channels,
    ...filesIn(folder, { name: 'ina3221', samples: 1, update_interval: 7 }),
    linkTo(`sys/class/hwmon/${FOREIGN_HWMON}`, folder),
    ...sensor.links.map((path) => linkTo(path.replace(/-0040$/, '-0041'), chip)),
  ];
}
