import type { DeviceClass } from '@joulefleet/core';
import type { RunOptions } from './quantities';

/** The study ran batches of 64 on every board; more is taken to fit in proportion to the memory beyond the Nano's 4 GB. */
const LARGEST_BATCH: Record<DeviceClass, number> = {
  'jetson-nano': 64,
  'jetson-xavier-nx': 128,
  'jetson-orin-nx': 256,
};

/** Section 5.2: on the Nano, MobileNet-V2 had to be measured with a batch of 8 "due to memory constraints". */
const NANO_MOBILENETV2_LARGEST_BATCH = 8;

/** Whether a batch fits into the memory of the board; a workload that does not is killed for want of memory. */
export function memoryFits(options: RunOptions): boolean {
  const limit =
    options.deviceClass === 'jetson-nano' && options.workload === 'mobilenetv2'
      ? NANO_MOBILENETV2_LARGEST_BATCH
      : LARGEST_BATCH[options.deviceClass];
  return options.batchSize <= limit;
}
