import { Controller, Inject } from '@nestjs/common';
import { ALL_ROUTES, generateOpenApi, systemRoutes } from '@joulefleet/contracts';
import { Endpoint } from './endpoint';
import { SERVICE_URLS, type ServiceUrls } from './health-checks';

@Controller()
export class OpenApiController {
  private document: Record<string, unknown> | null = null;

  constructor(@Inject(SERVICE_URLS) private readonly urls: ServiceUrls) {}

  @Endpoint(systemRoutes.showOpenApi)
  show(): Record<string, unknown> {
    // Half a second of computing, which no start has to wait for.
    return (this.document ??= generateOpenApi(ALL_ROUTES, this.urls.version));
  }
}
