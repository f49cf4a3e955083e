import { Controller, Inject } from '@nestjs/common';
import { ALL_ROUTES, generateOpenApi, systemRoutes } from '@joulefleet/contracts';
import { Endpoint } from './endpoint';
import { SERVICE_URLS, type ServiceUrls } from './health-checks';

@Controller()
export class OpenApiController {
  private readonly document: Record<string, unknown>;

  constructor(@Inject(SERVICE_URLS) { version }: ServiceUrls) {
    this.document = generateOpenApi(ALL_ROUTES, version);
  }

  @Endpoint(systemRoutes.showOpenApi)
  show(): Record<string, unknown> {
    return this.document;
  }
}
