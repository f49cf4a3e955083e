import * as z from 'zod';

const word = z.string().max(400);

export const probedModule = z.object({
  version: word.nullable(),
  error: word.nullable(),
  cuda: word.nullable(),
  gpu: z.boolean().nullable(),
});

export const probedRun = z.object({
  workload: word,
  runtime: word,
  missing: z.array(word).max(32),
  broken: z.array(word).max(32),
  gpu: z.boolean(),
});

/** What the runners find on a device; null: it is a twin, which has its own and no libraries. */
export const runtimesResult = z.object({
  probe: z
    .object({
      python: word,
      machine: word,
      modules: z.record(word, probedModule.nullable()),
      /** Paths of programs by name; null: not there. */
      programs: z.record(word, word.nullable()),
      runs: z.array(probedRun).max(200),
    })
    .nullable(),
});
