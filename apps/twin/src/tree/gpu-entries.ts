import { bootGpu, type BoardClass } from '../board/board-class';
import type { BoardLayout } from './layout';
import { transStatFile } from './paths';
import { filesIn, linkTo, type TreeEntry } from './tree-entry';

/** The GPU's device folder, its devfreq folder and the links that lead there. */
export function gpuEntries(layout: BoardLayout, board: BoardClass): TreeEntry[] {
  const { device, devfreq, nodeName } = layout.gpu;
  const { frequencies, governors } = board.gpu;
  const boot = bootGpu(board);
  return [
    ...filesIn(device, { load: 0, railgate_enable: 1, enable_3d_scaling: 1, 'power/control': 'auto' }),
    ...filesIn(`${device}/of_node`, { name: `${nodeName}\0` }),
    ...filesIn(devfreq, {
      available_frequencies: frequencies.join(' '),
      available_governors: governors.join(' '),
      governor: boot.governor,
      min_freq: boot.min,
      max_freq: boot.max,
      cur_freq: boot.min,
      target_freq: boot.min,
      polling_interval: 25,
      'userspace/set_freq': 'undefined',
    }),
    ...(layout.countsClocks ? [{ path: transStatFile(layout), text: '' }] : []),
    linkTo(`${devfreq}/device`, device),
    linkTo(`sys/class/devfreq/${devfreq.split('/').pop()}`, devfreq),
    linkTo('sys/devices/gpu.0', device),
  ];
}
