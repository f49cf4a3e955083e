import { derivedRandom } from '../random';

/**
 * The cells of one randomised block, uniformly shuffled (Fisher-Yates). The same cells, seed, device and block give the same
 * order, however the cells are permuted; blocks, devices and seeds are independent of each other.
 *
 * @param device name of the device.
 */
export function orderBlock(cells: readonly number[], seed: number, device: string, block: number): Int32Array {
  const order = Int32Array.from(cells).sort();
  const random = derivedRandom(seed, `order|${device}|${block}`);
  for (let last = order.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
}
