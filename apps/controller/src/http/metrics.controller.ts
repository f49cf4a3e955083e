import { Controller, Header, Inject } from '@nestjs/common';
import { systemRoutes } from '@joulefleet/contracts';
import { Metrics } from '@joulefleet/platform';
import { openConnections } from '@joulefleet/remote';
import { DATABASE, readFleetCounts, type Database } from '@joulefleet/store';
import { Endpoint } from './endpoint';
import { fleetGauges, serviceGauges } from './gauges';
import { HealthChecks } from './health-checks';

@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly checks: HealthChecks,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Metrics that cannot be read are left out; `joulefleet_service_up` shows which service is down. */
  @Endpoint(systemRoutes.showMetrics)
  @Header('Content-Type', systemRoutes.showMetrics.contentType)
  async show(): Promise<string> {
    const [health, counts] = await Promise.all([
      this.checks.read(),
      readFleetCounts(this.database.pool).catch(() => null),
    ]);
    return this.metrics.render([...serviceGauges(health, openConnections()), ...(counts ? fleetGauges(counts) : [])]);
  }
}
