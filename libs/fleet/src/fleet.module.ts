import { Module, type DynamicModule } from '@nestjs/common';
import type { MasterKey } from '@joulefleet/platform';
import { packAgent } from '@joulefleet/remote';
import { DeviceAdminService } from './admin/device-admin.service';
import { DeviceHistoryService } from './admin/device-history.service';
import { EnrollmentService } from './enrollment.service';
import { AGENT_FILE, MASTER_KEY } from './fleet-ports';
import { FleetService } from './fleet.service';
import { IdentitiesService } from './identities/identities.service';

const SERVICES = [FleetService, EnrollmentService, IdentitiesService, DeviceAdminService, DeviceHistoryService];

@Module({})
export class FleetModule {
  /** `agentFolder`: folder of the agent's Python sources. `masterKey`: what private keys are sealed with. */
  static forRoot({ agentFolder, masterKey }: { agentFolder: string; masterKey: MasterKey }): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      providers: [
        ...SERVICES,
        { provide: AGENT_FILE, useFactory: () => packAgent(agentFolder) },
        { provide: MASTER_KEY, useValue: masterKey },
      ],
      exports: [...SERVICES, AGENT_FILE, MASTER_KEY],
    };
  }
}
