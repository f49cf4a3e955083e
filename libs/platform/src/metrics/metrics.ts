import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FaultOrigin } from '@joulefleet/core';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The part of the program in which a fault occurred. */
export type FaultSource = 'api' | 'execution' | 'ingest';

/** A gauge that is read on demand, with one sample per combination of labels. */
export interface GaugeFamily {
  /** Ends with the unit. */
  name: string;
  help: string;
  samples: readonly { labels: Readonly<Record<string, string>>; value: number }[];
}

/** In seconds: from a list in memory to an enrollment over a slow network. */
const REQUEST_BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/**
 * Counters and histograms of this process. Uses its own registry, so that several applications in one process stay
 * separate.
 */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'joulefleet_http_request_duration_seconds',
    help: 'Time from a request to the end of its response, by route template, method and status class',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS_S,
    registers: [this.registry],
  });
  private readonly faults = new Counter({
    name: 'joulefleet_faults_total',
    help: 'Faults in this process, by origin and by the part in which they occurred',
    labelNames: ['origin', 'source'],
    registers: [this.registry],
  });
  private readonly records = new Counter({
    name: 'joulefleet_records_committed_total',
    help: 'Device records that this process committed to PostgreSQL',
    registers: [this.registry],
  });

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  observeRequest(labels: { route: string; method: string; status: string }, durationS: number): void {
    this.requests.observe(labels, durationS);
  }

  countFault(origin: FaultOrigin, source: FaultSource): void {
    this.faults.inc({ origin, source });
  }

  countCommittedRecords(count: number): void {
    this.records.inc(count);
  }

  /** All metrics in Prometheus text format 0.0.4: the registered ones and the current samples of `families`. */
  async render(families: readonly GaugeFamily[]): Promise<string> {
    return `${await this.registry.metrics()}\n${await renderGauges(families)}`;
  }
}

/** The current samples alone, in Prometheus text format 0.0.4. */
export function renderGauges(families: readonly GaugeFamily[]): Promise<string> {
  const now = new Registry();
  for (const { name, help, samples } of families) {
    const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [now] });
    for (const { labels, value } of samples) gauge.set(labels, value);
  }
  return now.metrics();
}
