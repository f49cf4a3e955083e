import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FaultOrigin } from '@joulefleet/core';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Which part of the program met a fault. */
export type FaultSource = 'api' | 'execution' | 'ingest';

/** A figure that is read when somebody asks for it, with a sample for each combination of labels. */
export interface GaugeFamily {
  /** With its unit at the end. */
  name: string;
  help: string;
  samples: readonly { labels: Readonly<Record<string, string>>; value: number }[];
}

/** Seconds: from a list out of memory to an enrolment over a slow network. */
const REQUEST_BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/** What this process counts as it happens; a registry of its own, so that several applications in one process do not mix. */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'joulefleet_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route template, method and class of status',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS_S,
    registers: [this.registry],
  });
  private readonly faults = new Counter({
    name: 'joulefleet_faults_total',
    help: 'Faults that this process met, by whose fault it was and which part met it',
    labelNames: ['origin', 'source'],
    registers: [this.registry],
  });
  private readonly records = new Counter({
    name: 'joulefleet_records_committed_total',
    help: 'Records of devices that this process committed to PostgreSQL; its rate is records a second',
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

  countCommittedRecord(): void {
    this.records.inc();
  }

  /** Everything in Prometheus' text format 0.0.4: what was counted, and `families` as they are now. */
  async render(families: readonly GaugeFamily[]): Promise<string> {
    const now = new Registry();
    for (const { name, help, samples } of families) {
      const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
      const gauge = new Gauge({ name, help, labelNames, registers: [now] });
      for (const { labels, value } of samples) gauge.set(labels, value);
    }
    return `${await this.registry.metrics()}\n${await now.metrics()}`;
  }
}
