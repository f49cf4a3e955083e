import { derivedRandom } from '@joulefleet/core';
import { boundOf } from './bound-of';
import { simulateCampaign } from './simulate-campaign';
import { drawFleet } from './simulated-fleet';

const SIZE = { devicesPerClass: 4, lost: 2, clocks: 6, repetitions: 3 };

it('measures each cell with all of its repetitions on one device, in no less than the bound, though devices are lost', () => {
  for (const seed of [1, 2, 3]) {
    const { classes, incomplete } = simulateCampaign(drawFleet(SIZE, derivedRandom(seed, 'fleet')));
    expect(incomplete).toBe(0);
    for (const { makespanMs, workMs, lostAtMs, longestShardMs } of classes) {
      expect(makespanMs).toBeGreaterThanOrEqual(boundOf(workMs, lostAtMs, longestShardMs) * 0.999);
    }
  }
});
