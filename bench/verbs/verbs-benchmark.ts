import type { Benchmark, Figure } from '../figures/figure';
import { countFigure } from '../figures/count-figure';
import { withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import { runSequences } from './campaign-commands';
import { CampaignLane } from './campaign-lane';
import { openCampaigns } from './open-campaigns';

const BATCHES = 40;
const SEQUENCES_PER_BATCH = 50;

export const verbsBenchmark: Benchmark = {
  name: 'verbs',
  about:
    'Trials stuck, lost or doubled in 2,000 random sequences of verbs, losses and restarts on two simulated boards.',
  measure: (say, { seed }) => withEmbeddedServices('relaxed', (services) => measure(services, say, seed)),
};

async function measure({ databaseUrl, redisUrl, aborted }: BenchServices, say: (line: string) => void, seed: number) {
  const app = await openCampaigns(databaseUrl, redisUrl, '{verbs}');
  try {
    const lane = await CampaignLane.create(app);
    let failed = 0;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      aborted.throwIfAborted();
      const isSound = await runSequences(lane, SEQUENCES_PER_BATCH, seed * BATCHES + batch).then(
        () => true,
        (error: Error) => say(error.message),
      );
      if (!isSound) failed += 1;
      if ((batch + 1) % 10 === 0) say(`${(batch + 1) * SEQUENCES_PER_BATCH} sequences`);
    }
    return [sequencesFigure(), countFigure('batches_with_a_fault', failed, BATCHES)];
  } finally {
    await app.close();
  }
}

function sequencesFigure(): Figure {
  const sequences = BATCHES * SEQUENCES_PER_BATCH;
  return { ...countFigure('sequences', sequences, sequences, sequences), target: 'none' };
}
