import type { HealthView, QueueView } from '@joulefleet/contracts';
import { AVAILABILITIES, HEALTHS } from '@joulefleet/core';
import type { GaugeFamily } from '@joulefleet/platform';
import { fleetGauges, serviceGauges } from './gauges';

const valueOf = (families: GaugeFamily[], name: string, labels: object): number | undefined =>
  families
    .find((family) => family.name === name)!
    .samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))?.value;

describe('fleetGauges', () => {
  const families = fleetGauges({
    devices: [{ availability: 'leased', health: 'good', count: 3 }],
    leases: 3,
    campaigns: [{ state: 'running', count: 2 }],
    shards: [],
    trials: [{ state: 'accepted', count: 40 }],
  });

  it('has every state, with 0 where there is none', () => {
    expect(valueOf(families, 'joulefleet_devices', { availability: 'leased', health: 'good' })).toBe(3);
    expect(valueOf(families, 'joulefleet_devices', { availability: 'quarantined', health: 'bad' })).toBe(0);
    expect(families[0]!.samples).toHaveLength(AVAILABILITIES.length * HEALTHS.length);
    expect(valueOf(families, 'joulefleet_shards', { state: 'executing' })).toBe(0);
    expect(valueOf(families, 'joulefleet_trials', { state: 'accepted' })).toBe(40);
    expect(valueOf(families, 'joulefleet_campaigns', { state: 'running' })).toBe(2);
  });
});

describe('serviceGauges', () => {
  const queue: QueueView = { waiting: 2, active: 1, delayed: 0, workers: 1, oldestWaitingS: 12.5 };
  const part = { ok: true, detail: null };
  const health: HealthView = { ok: true, version: '1', postgres: part, redis: part };

  it('shows queues while they can be asked', () => {
    const queues = { ...part, ok: false, shards: queue, traces: { ...queue, oldestWaitingS: null } };
    const families = serviceGauges({ ...health, queues }, 7);
    expect(valueOf(families, 'joulefleet_service_up', { service: 'queues' })).toBe(0);
    expect(valueOf(families, 'joulefleet_queue_jobs', { queue: 'shards', state: 'waiting' })).toBe(2);
    expect(valueOf(families, 'joulefleet_queue_oldest_waiting_seconds', { queue: 'shards' })).toBe(12.5);
    expect(valueOf(families, 'joulefleet_queue_oldest_waiting_seconds', { queue: 'traces' })).toBe(0);
    expect(valueOf(families, 'joulefleet_ssh_connections', {})).toBe(7);
  });

  it('has none of them while Redis is away, and says that it is', () => {
    const families = serviceGauges({ ...health, redis: { ok: false, detail: 'gone' } }, 0);
    expect(valueOf(families, 'joulefleet_service_up', { service: 'redis' })).toBe(0);
    expect(valueOf(families, 'joulefleet_service_up', { service: 'queues' })).toBeUndefined();
    expect(families.find(({ name }) => name === 'joulefleet_queue_jobs')!.samples).toEqual([]);
  });
});
