import * as z from 'zod';

/** `embedded`: of the controller's home, started by it; `configured`: an address that it was given. */
export const SERVICE_ORIGINS = ['embedded', 'configured'] as const;

const service = {
  origin: z.enum(SERVICE_ORIGINS),
  version: z.string(),
  startedAt: z.iso.datetime(),
};

/** What the controller runs on, and how much room there is. */
export const installationView = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  postgres: z.object({
    ...service,
    /** Of the whole database on its disk. */
    bytes: z.number(),
    /** The largest tables with their indexes, the largest first. */
    tables: z.array(z.object({ name: z.string(), bytes: z.number() })),
  }),
  /** Null while Redis does not answer. */
  redis: z.object({ ...service, memoryBytes: z.number() }).nullable(),
  /** The disk of the controller's home; null where it has none. */
  homeDisk: z.object({ totalBytes: z.number(), freeBytes: z.number() }).nullable(),
});

export type ServiceOrigin = (typeof SERVICE_ORIGINS)[number];
export type InstallationView = z.infer<typeof installationView>;
