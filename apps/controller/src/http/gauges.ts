import type { HealthView, QueueView } from '@joulefleet/contracts';
import { AVAILABILITIES, CAMPAIGN_TRANSITIONS, HEALTHS, SHARD_TRANSITIONS, TRIAL_TRANSITIONS } from '@joulefleet/core';
import { sshGauge, type GaugeFamily } from '@joulefleet/platform';
import type { FleetCounts } from '@joulefleet/store';

/** Gauges of the fleet. Every state has a sample, even at 0: an alert on a missing series would never fire. */
export function fleetGauges({ devices, leases, campaigns, shards, trials }: FleetCounts): GaugeFamily[] {
  const conditions = AVAILABILITIES.flatMap((availability) => HEALTHS.map((health) => ({ availability, health })));
  const deviceSamples = conditions.map((labels) => {
    const found = devices.find((each) => each.availability === labels.availability && each.health === labels.health);
    return { labels, value: found?.count ?? 0 };
  });
  return [
    { name: 'joulefleet_devices', help: 'Devices by availability and health', samples: deviceSamples },
    { name: 'joulefleet_leases', help: 'Leases currently held', samples: [{ labels: {}, value: leases }] },
    byState('joulefleet_campaigns', 'Campaigns by state', CAMPAIGN_TRANSITIONS, campaigns),
    byState('joulefleet_shards', 'Shards of running campaigns by state', SHARD_TRANSITIONS, shards),
    byState('joulefleet_trials', 'Trials of running campaigns by state', TRIAL_TRANSITIONS, trials),
  ];
}

/** Gauges of the controller's dependencies: its servers, its queues and its connections to devices. */
export function serviceGauges(health: HealthView, sshConnections: number): GaugeFamily[] {
  const { queues } = health;
  const figures: [string, QueueView][] = queues ? Object.entries({ shards: queues.shards, traces: queues.traces }) : [];
  const perQueue = (value: (queue: QueueView) => number): GaugeFamily['samples'] =>
    figures.map(([queue, view]) => ({ labels: { queue }, value: value(view) }));
  return [
    upGauge(health),
    sshGauge(sshConnections),
    {
      name: 'joulefleet_queue_jobs',
      help: 'Jobs by queue and state',
      samples: figures.flatMap(([queue, view]) =>
        (['waiting', 'active', 'delayed'] as const).map((state) => ({ labels: { queue, state }, value: view[state] })),
      ),
    },
    {
      name: 'joulefleet_queue_oldest_waiting_seconds',
      help: 'Age of the oldest waiting job; 0 when no job waits',
      samples: perQueue(({ oldestWaitingS }) => oldestWaitingS ?? 0),
    },
    {
      name: 'joulefleet_queue_workers',
      help: 'Workers connected to the queue',
      samples: perQueue(({ workers }) => workers),
    },
  ];
}

/** What `/v1/health/ready` says to everyone. */
export function upGauge({ postgres, redis, queues, log }: HealthView): GaugeFamily {
  const up = Object.entries({ postgres, redis, ...(queues && { queues }), ...(log && { log }) });
  return {
    name: 'joulefleet_service_up',
    help: '1 when the service is healthy, by the checks of /v1/health/ready',
    samples: up.map(([service, { ok }]) => ({ labels: { service }, value: ok ? 1 : 0 })),
  };
}

function byState<S extends string>(
  name: string,
  help: string,
  states: Readonly<Record<S, unknown>>,
  counts: readonly { state: S; count: number }[],
): GaugeFamily {
  const samples = (Object.keys(states) as S[]).map((state) => ({
    labels: { state },
    value: counts.find((each) => each.state === state)?.count ?? 0,
  }));
  return { name, help, samples };
}
