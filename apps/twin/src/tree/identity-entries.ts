import type { BoardLayout } from './layout';
import { linkTo, filesIn, type TreeEntry } from './tree-entry';

const DEVICE_TREE = 'sys/firmware/devicetree/base';

export interface TwinIdentity {
  name: string;
  serial: string;
  bootId: string;
}

/** What the board says of itself: device tree, L4T release, kernel, memory. */
export function identityEntries(layout: BoardLayout, identity: TwinIdentity): TreeEntry[] {
  return [
    ...filesIn(DEVICE_TREE, {
      model: `${layout.model}\0`,
      compatible: layout.compatible.map((name) => `${name}\0`).join(''),
      'serial-number': `${identity.serial}\0`,
    }),
    linkTo('proc/device-tree', DEVICE_TREE),
    ...filesIn('etc', { nv_tegra_release: layout.release, hostname: identity.name }),
    ...filesIn('proc', {
      version: `Linux version ${layout.kernel} (buildbrain@mobile-u64) #1 SMP PREEMPT`,
      stat: '',
      uptime: '',
      meminfo: `MemTotal:       ${layout.memoryMb * 1024} kB\nMemFree:        ${layout.memoryMb * 820} kB\n`,
    }),
    ...filesIn('proc/sys/kernel', { osrelease: layout.kernel, 'random/boot_id': identity.bootId }),
  ];
}
