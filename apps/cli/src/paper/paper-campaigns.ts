import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A campaign of the study, as its file is launched. */
export interface PaperCampaign {
  /** Name of its file. */
  sourceName: string;
  source: string;
}

const TOPOLOGIES = ['topologies', 'topology-mobilenetv2'];
const OTHERS = ['frequencies', 'batches', 'governors', 'graphs', 'implementations'];
const QUICK_REPETITIONS = 3;

/** The campaigns of the study, the largest first; quick: each third CPU clock, and three repetitions. */
export function paperCampaigns(rootFolder: string, { quick, seed }: { quick: boolean; seed: number }): PaperCampaign[] {
  return [...TOPOLOGIES.map((name) => (quick ? `${name}-quick` : name)), ...OTHERS].map((file) => {
    const sourceName = `examples/paper/${file}.yaml`;
    const text = readFileSync(join(rootFolder, sourceName), 'utf8');
    const source = quick ? text.replace('repetitions: 10', `repetitions: ${QUICK_REPETITIONS}`) : text;
    return { sourceName, source: `${source}seed: ${seed}\n` };
  });
}
