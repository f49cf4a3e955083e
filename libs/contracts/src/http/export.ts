import { EXPORT_FORMATS, EXPORT_LEVELS, type ExportFormat } from '@joulefleet/core';
import * as z from 'zod';

/** Levels that can be of a single trial. */
const LEVELS_OF_TRIALS: readonly string[] = ['trials', 'attempts', 'traces'];

/** What is exported, and in which format; of one trial where it is named. */
export const exportQuery = z
  .strictObject({
    level: z.enum(EXPORT_LEVELS),
    format: z.enum(EXPORT_FORMATS),
    trial: z.uuid().optional(),
  })
  .refine(({ level, trial }) => trial === undefined || LEVELS_OF_TRIALS.includes(level), {
    path: ['trial'],
    message: `only the levels ${LEVELS_OF_TRIALS.join(', ')} can be of one trial`,
  });

/** The file itself: docs/export.md has its columns. */
export const exportedFile = z.unknown();

/** Content types of the files. */
export const EXPORT_CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** Trailers of a whole file: how many rows and bytes it has. */
export const EXPORT_TRAILERS = { rows: 'X-Export-Rows', bytes: 'X-Export-Bytes' } as const;

export type ExportQuery = z.infer<typeof exportQuery>;

/** Path and query of an export. */
export function exportPath(campaign: string, { level, format }: ExportQuery): string {
  return `/v1/campaigns/${encodeURIComponent(campaign)}/export?level=${level}&format=${format}`;
}
