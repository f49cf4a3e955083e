import { CampaignLane } from '../../../bench/verbs/campaign-lane';
import { runSequences } from '../../../bench/verbs/campaign-commands';
import { startCampaigns } from './campaigns-app';

const LANES = 2;
/** `npm run bench -- verbs` runs 2,000. */
const SEQUENCES_PER_LANE = 20;

it(`loses, doubles and leaves over nothing in ${LANES * SEQUENCES_PER_LANE} sequences of verbs, losses and restarts`, async () => {
  const apps = await Promise.all(Array.from({ length: LANES }, startCampaigns));
  try {
    const lanes = await Promise.all(apps.map((app) => CampaignLane.create(app)));
    await Promise.all(lanes.map((lane, index) => runSequences(lane, SEQUENCES_PER_LANE, index + 1)));
  } finally {
    await Promise.all(apps.map((app) => app.close()));
  }
}, 300_000);
