import { COUNT, FLAG, TEXT, column, optional, wholeIn, type ExportColumn } from './column';
import { figureOf, textOf, type ExportedAttempt, type ExportedCampaign } from './exported-attempt';

/** One reading of one rail. */
export interface TraceRow {
  readonly of: Pick<ExportedAttempt, 'trialId' | 'attempt' | 'device' | 'cellKey' | 'verdict' | 'counts'> &
    ExportedCampaign;
  readonly rail: string;
  readonly tUs: number;
  readonly powerMw: number;
  readonly phase: string | null;
}

const PHASE =
  'What went on: `idle_before`, `load`, `warmup`, `inference` (the window that energy is integrated over) or `idle_after`; empty: none of them.';

/** One row for each sample and rail. */
export const TRACE_COLUMNS: readonly ExportColumn<TraceRow>[] = [
  column('campaign_id', TEXT, 'Id of the campaign.', ({ of }) => of.campaignId),
  column('simulated', FLAG, 'Whether a twin made it, not a board.', ({ of }) => of.simulated),
  column('device', TEXT, 'Name of the device.', ({ of }) => of.device),
  column('trial_id', TEXT, 'Id of the trial.', ({ of }) => of.trialId),
  column('attempt', COUNT, 'Number of the attempt, from 1.', ({ of }) => of.attempt),
  column('cell_key', TEXT, 'Key of the cell.', ({ of }) => of.cellKey),
  optional('verdict', TEXT, '`accepted` or `rejected`; empty: not judged.', ({ of }) => of.verdict),
  column('counts', FLAG, 'Whether it is the attempt that counts in reports.', ({ of }) => of.counts),
  column('rail', TEXT, 'Name of the rail.', ({ rail }) => rail),
  column('t_us', wholeIn('us'), "Time by the device's monotonic clock.", ({ tUs }) => tUs),
  column('power_mw', wholeIn('mW'), 'Power of the rail.', ({ powerMw }) => powerMw),
  optional('phase', TEXT, PHASE, ({ phase }) => phase),
];

interface Phase {
  readonly name: string;
  readonly fromUs: number;
  readonly toUs: number;
}

/** The phases of an attempt by its events, as far as both ends of each are known. */
export function phasesOf({ events, idle }: Pick<ExportedAttempt, 'events' | 'idle'>): Phase[] {
  const marks: unknown[] = Array.isArray(events) ? events : [];
  const at = (name: string) =>
    figureOf(
      marks.find((mark) => textOf(mark, 'name') === name),
      'tUs',
    );
  const worked = ['load', 'warmup', 'inference'].map((name) => [name, at(`${name}_start`), at(`${name}_end`)] as const);
  const rested = (['before', 'after'] as const).map((when) => {
    const rest = idle?.[when];
    return [`idle_${when}`, figureOf(rest, 'startUs'), figureOf(rest, 'endUs')] as const;
  });
  return [...worked, ...rested].flatMap(([name, fromUs, toUs]) =>
    fromUs === null || toUs === null ? [] : [{ name, fromUs, toUs }],
  );
}

/** The phase at a time; of two that meet, the later one. */
export function phaseAt(phases: readonly Phase[], tUs: number): string | null {
  return phases.findLast(({ fromUs, toUs }) => tUs >= fromUs && tUs <= toUs)?.name ?? null;
}
