import type { LiveReading } from '@joulefleet/contracts';
import { livePublisher } from './live-publisher';

it('publishes readings with their device and campaign, and of a device that sends too many only some', () => {
  const published: LiveReading[] = [];
  let nowMs = 0;
  const shard = { campaignId: 'c1', device: { name: 'nano', simulated: true } };
  const publish = livePublisher({ publish: (reading) => void published.push(reading) }, shard, () => nowMs);
  const measure = { trialId: 't1', powerMw: 4_000, railsMw: {}, temperatureC: null, temperatureAgeS: null };
  for (; nowMs < 1_000; nowMs += 100) publish({ ...measure, powerMw: nowMs });
  expect(published).toEqual([
    { ...measure, powerMw: 0, campaignId: 'c1', device: 'nano', simulated: true },
    { ...measure, powerMw: 500, campaignId: 'c1', device: 'nano', simulated: true },
  ]);
});
