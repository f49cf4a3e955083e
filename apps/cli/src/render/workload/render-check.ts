import type { Screen } from '../../terminal/screen';
import type { CheckReport } from '../../workload/check-report';
import { renderFields } from '../table/render-fields';

/** A report for a reader: the verdict, then the phases, what was told of batches and options, and notes. */
export function renderCheck(report: CheckReport, screen: Screen): string {
  const { failure, notes, phasesS, batches, warmupBatches, options } = report;
  const seconds = (phase: string): string | null => phasesS[phase]?.toFixed(3).concat(' s') ?? null;
  const fields = renderFields(
    [
      ['why', failure && [failure.message, failure.remedy ?? '']],
      ['load', seconds('load')],
      ['warm-up', seconds('warmup')],
      ['warm-up batches', String(warmupBatches)],
      ['go to first inference', seconds('start')],
      ['inference', seconds('inference')],
      ['batches', batches && describeBatches(batches)],
      ['options', options && describeOptions(options)],
      ['note', notes.map(({ code, message }) => `${code}: ${message}`)],
    ],
    screen,
  );
  const verdict = failure === null ? 'be measured' : `fail: ${failure.code}`;
  return `A trial of this command would ${verdict}.\n${fields}`;
}

function describeBatches({ count, meanUs, sdUs, p99Us }: NonNullable<CheckReport['batches']>): string {
  const tail = p99Us === undefined ? '' : `, 99th percentile ${milliseconds(p99Us)}`;
  return `${count} of ${milliseconds(meanUs!)} ± ${milliseconds(sdUs!)}${tail}`;
}

function milliseconds(us: number): string {
  return `${(us / 1000).toPrecision(4)} ms`;
}

function describeOptions(options: NonNullable<CheckReport['options']>): string {
  return Object.entries(options)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}
