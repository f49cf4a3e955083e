import { join } from 'node:path';
import { parseCampaignFile } from '@joulefleet/contracts';
import { paperCampaigns } from './paper-campaigns';

const ROOT = join(__dirname, '../../../..');

describe.each([true, false])('the campaigns of the study, quick: %s', (quick) => {
  const campaigns = paperCampaigns(ROOT, { quick, seed: 7 });

  it.each(campaigns.map((each) => [each.sourceName, each.source] as const))('%s is a campaign file', (name, source) => {
    expect(parseCampaignFile(source, name)).toMatchObject({ ok: true, spec: { seed: 7, inferences: 3200 } });
  });

  it('are repeated as often as they are to be', () => {
    const repetitions = campaigns.map(({ source }) => Number(/^repetitions: (\d+)$/m.exec(source)![1]));
    const usual = quick ? 3 : 10;
    expect(repetitions).toEqual([usual, usual, usual, usual, usual, 40, 40]);
  });
});
