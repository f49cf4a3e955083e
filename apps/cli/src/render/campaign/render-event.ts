import type { StreamedEvent } from '@joulefleet/contracts';
import { describeAvailability, describeWork, optionsOf, SENTINEL_REPETITION } from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';

const AT_WORK: ReadonlySet<string> = new Set(['ready', 'leased']);

/** An event of a watched campaign in one line for a reader; null: the progress shows it already. */
export function renderEvent(event: StreamedEvent): string | null {
  switch (event.kind) {
    case 'campaign':
      return `campaign: ${event.change} by ${event.by}`;
    case 'device':
      return AT_WORK.has(event.availability) ? null : renderDeviceEvent(event);
    case 'shard':
      return event.change === 'suspended' || event.change === 'lost'
        ? `${event.device}: shard ${event.change}${reasonOf(event.reason)}`
        : null;
    case 'trials':
      return `${event.device}: ${formatCount(event.trials, 'trial')} ${event.outcome}${reasonOf(event.reason)}`;
    case 'trial':
      return event.outcome === 'accepted' && event.reason === null ? null : renderTrial(event);
  }
}

/** A device's condition as of this event. */
export function renderDeviceEvent({
  device,
  availability,
  reason,
}: Extract<StreamedEvent, { kind: 'device' }>): string {
  return `${device}: ${describeAvailability(availability)}${reasonOf(reason)}`;
}

function renderTrial(event: Extract<StreamedEvent, { kind: 'trial' }>): string {
  const { device, workload, levels, repetition, attempt, outcome, again, reason } = event;
  const work = describeWork({ workload, graphMode: 'dynamic', options: optionsOf(levels) });
  const trial = repetition === SENTINEL_REPETITION ? 'sentinel' : `repetition ${repetition}`;
  const which = `${work} b${levels.batchSize} ${trial}`;
  const next = again ? ', measured again' : '';
  return `${device}: ${which} ${outcome} (attempt ${attempt}${next})${reasonOf(reason)}`;
}

function reasonOf(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`;
}
