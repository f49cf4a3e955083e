import type { DeviceClass } from '@joulefleet/core';
import type { BoardLayout } from './layout';
import { NANO_LAYOUT } from './layouts/jetson-nano';
import { ORIN_NX_LAYOUT } from './layouts/jetson-orin-nx';
import { XAVIER_NX_LAYOUT } from './layouts/jetson-xavier-nx';

const LAYOUTS: Record<DeviceClass, BoardLayout> = {
  'jetson-nano': NANO_LAYOUT,
  'jetson-xavier-nx': XAVIER_NX_LAYOUT,
  'jetson-orin-nx': ORIN_NX_LAYOUT,
};

export function boardLayout(deviceClass: DeviceClass): BoardLayout {
  return LAYOUTS[deviceClass];
}
