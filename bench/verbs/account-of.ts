import type { TrialBody } from '@joulefleet/contracts';

/** How an attempt ends. */
export type TrialOutcome = 'accepted' | 'rejected' | 'failed' | 'fault' | 'cancelled';

const OUTCOMES = {
  accepted: 'measured',
  rejected: 'measured',
  failed: 'failed',
  fault: 'fault',
  cancelled: 'cancelled',
} as const;

/** What an agent says of an attempt. A measured one has no trace here: judged by itself it is rejected. */
export function accountOf(trialId: string, attempt: number, outcome: TrialOutcome): TrialBody {
  const isFault = outcome === 'failed' || outcome === 'fault';
  const origin = outcome === 'fault' ? ('device' as const) : ('operator' as const);
  return {
    ...{
      trialId,
      attempt,
      outcome: OUTCOMES[outcome],
      chunks: 0,
      events: [],
      batches: null,
      options: null,
      runner: null,
      before: null,
      after: null,
    },
    error: isFault ? { code: outcome, message: 'simulated', origin, transient: false } : null,
    ...{
      sensor: null,
      sampling: null,
      idle: null,
      start: null,
      temperatureC: null,
      throttleC: null,
      residency: null,
      overcurrent: null,
    },
    ...{ anchors: [], flags: [], simulated: true },
  };
}
