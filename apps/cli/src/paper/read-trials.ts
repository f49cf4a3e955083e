import { exportPath } from '@joulefleet/contracts';
import { DEVICE_CLASSES, GRAPH_MODES, KNOWN_WORKLOADS, type StudyTrial } from '@joulefleet/core';
import * as z from 'zod';
import type { ControllerClient } from '../client/controller-client';
import { download } from '../client/download';

const row = z.object({
  trial_id: z.string(),
  device_class: z.enum(DEVICE_CLASSES),
  workload: z.enum(KNOWN_WORKLOADS),
  graph_mode: z.enum(GRAPH_MODES),
  batch_size: z.number(),
  inferences: z.number(),
  cpu_frequency_hz: z.number().nullable(),
  gpu_frequency_hz: z.number().nullable(),
  cpu_governor: z.string().nullable(),
  gpu_governor: z.string().nullable(),
  runtime: z.string().nullable(),
  lazy_loading: z.boolean().nullable(),
  garbage_collection: z.boolean().nullable(),
  energy_mj: z.number(),
  duration_ms: z.number(),
  load_energy_mj: z.number().nullable(),
  absolute_uncertainty_mj: z.number(),
});

/** A trial that counts, by its id, with half of its coverage interval. */
export interface PaperTrial extends StudyTrial {
  trialId: string;
  uncertaintyMj: number;
}

/** The trials of a campaign that count, from its export. */
export async function readTrials(client: ControllerClient, campaignId: string): Promise<PaperTrial[]> {
  const trials: PaperTrial[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  await download(client.address, exportPath(campaignId, { level: 'trials', format: 'jsonl' }), (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) trials.push(trialOf(row.parse(JSON.parse(line))));
  });
  return trials;
}

function trialOf(found: z.infer<typeof row>): PaperTrial {
  return {
    trialId: found.trial_id,
    deviceClass: found.device_class,
    workload: found.workload,
    graphMode: found.graph_mode,
    batchSize: found.batch_size,
    inferences: found.inferences,
    cpuKhz: found.cpu_frequency_hz === null ? null : found.cpu_frequency_hz / 1e3,
    gpuHz: found.gpu_frequency_hz,
    cpuGovernor: found.cpu_governor,
    gpuGovernor: found.gpu_governor,
    runtime: found.runtime,
    lazyLoading: found.lazy_loading,
    garbageCollection: found.garbage_collection,
    energyMj: found.energy_mj,
    durationMs: found.duration_ms,
    loadEnergyMj: found.load_energy_mj,
    uncertaintyMj: found.absolute_uncertainty_mj,
  };
}
