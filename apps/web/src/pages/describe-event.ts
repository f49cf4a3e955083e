import type { StreamedEvent } from '@joulefleet/contracts';
import { repetitionOf } from '../format/format-trial';

/** An event of a campaign's stream in one line. */
export function describeEvent(event: StreamedEvent): string {
  switch (event.kind) {
    case 'campaign':
      return `${event.change} by ${event.by}`;
    case 'shard':
      return `${event.device}: shard ${event.change}${because(event)}`;
    case 'trial':
      return `${event.device}: ${event.workload}, ${repetitionOf(event)} ${event.outcome}${because(event)}`;
    case 'trials':
      return `${event.device}: ${event.trials} trials ${event.outcome}${because(event)}`;
    case 'device':
      return `${event.device}: ${event.availability}${because(event)}`;
  }
}

function because({ reason }: { reason: string | null }): string {
  return reason === null ? '' : `: ${reason}`;
}
