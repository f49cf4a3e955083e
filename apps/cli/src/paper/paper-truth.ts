import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEVICE_CLASSES, KNOWN_WORKLOADS, type StudyRow, type TrueTopology } from '@joulefleet/core';
import * as z from 'zod';
import type { TwinsState } from '../demo/twins-state';

/** What the twins' physics gives for the study, in closed form. */
const figures = z.object({
  rows: z.array(z.looseObject({ path: z.string(), expectation: z.string() })),
  topologies: z.array(
    z.object({
      deviceClass: z.enum(DEVICE_CLASSES),
      workload: z.enum(KNOWN_WORKLOADS),
      cells: z.array(z.object({ cpuKhz: z.number(), gpuHz: z.number(), energyJ: z.number() })),
    }),
  ),
});

const truth = z.object({ trialId: z.string(), energyMj: z.number() });

/** What the twins really did, from their own files: never from the controller. */
export class PaperTruth {
  constructor(
    private readonly folder: string,
    private readonly twins: TwinsState['twins'],
  ) {}

  /** The figures of the study by the twins' physics, by path and expectation. */
  rows(): Map<string, StudyRow> {
    const { rows } = this.figures();
    return new Map((rows as unknown as StudyRow[]).map((row) => [rowKey(row), row]));
  }

  /** Energies of the study's topologies by the twins' physics. */
  topologies(): readonly TrueTopology[] {
    return this.figures().topologies;
  }

  private figures() {
    return figures.parse(JSON.parse(readFileSync(join(this.folder, 'study.json'), 'utf8')));
  }

  /** Energy that each trial really took, in mJ, by its id. */
  async energies(): Promise<Map<string, number>> {
    const energies = new Map<string, number>();
    for (const { name } of this.twins) {
      const lines = createInterface({ input: createReadStream(join(this.folder, name, 'truth.jsonl')) });
      for await (const line of lines) {
        const { trialId, energyMj } = truth.parse(JSON.parse(line));
        energies.set(trialId, energyMj);
      }
    }
    return energies;
  }
}

/** One figure among those of the study. */
export function rowKey({ path, expectation }: Pick<StudyRow, 'path' | 'expectation'>): string {
  return `${path} ${expectation}`;
}
