import { Module, type DynamicModule } from '@nestjs/common';
import { packAgent } from '@joulefleet/remote';
import { AGENT_FILE, FleetService } from './fleet.service';

@Module({})
export class FleetModule {
  /** `agentFolder`: folder of the agent's Python sources. */
  static forRoot(agentFolder: string): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      providers: [FleetService, { provide: AGENT_FILE, useFactory: () => packAgent(agentFolder) }],
      exports: [FleetService, AGENT_FILE],
    };
  }
}
