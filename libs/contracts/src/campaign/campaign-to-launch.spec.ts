import { campaignToLaunch, type Asked } from '@joulefleet/core';
import { parseCampaignFile } from './parse-campaign-file';

const asked: Asked = {
  ...{ objective: 'latency', maxLatencyMs: null, maxPowerMw: null, workload: 'resnet18' },
  ...{ device: null, deviceClass: null, batchSize: null },
};

test.each([
  asked,
  { ...asked, device: 'nano-1', batchSize: 8 },
  { ...asked, deviceClass: 'jetson-orin-nx', workload: 'alexnet' },
])('the campaign file that measures what was asked for is valid', (each) => {
  expect(parseCampaignFile(campaignToLaunch(each), 'answer')).toMatchObject({ ok: true, spec: { repetitions: 5 } });
});
