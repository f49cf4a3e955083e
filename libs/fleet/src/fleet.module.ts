import { Module, type DynamicModule } from '@nestjs/common';
import { readAgentFile } from '@joulefleet/remote';
import { AGENT_FILE, FleetService } from './fleet.service';

@Module({})
export class FleetModule {
  /** `agentPath`: the agent's Python file. */
  static forRoot(agentPath: string): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      providers: [FleetService, { provide: AGENT_FILE, useFactory: () => readAgentFile(agentPath) }],
      exports: [FleetService, AGENT_FILE],
    };
  }
}
