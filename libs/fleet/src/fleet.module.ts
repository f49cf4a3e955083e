import { Module, type DynamicModule } from '@nestjs/common';
import type { MasterKey } from '@joulefleet/platform';
import { packAgent } from '@joulefleet/remote';
import { DeviceAdminService } from './admin/device-admin.service';
import { DeviceGroupsService } from './admin/device-groups.service';
import { DeviceHistoryService } from './admin/device-history.service';
import { CalibrationsService } from './calibrations/calibrations.service';
import { EnrollmentService } from './enrollment.service';
import { AGENT_FILE, HOOKS_FOLDER, MASTER_KEY } from './fleet-ports';
import { FleetService } from './fleet.service';
import { IdentitiesService } from './identities/identities.service';

const SERVICES = [
  FleetService,
  EnrollmentService,
  IdentitiesService,
  DeviceAdminService,
  DeviceGroupsService,
  DeviceHistoryService,
  CalibrationsService,
];

export interface FleetOptions {
  /** Folder of the agent's Python sources. */
  agentFolder: string;
  /** What private keys are sealed with. */
  masterKey: MasterKey;
  /** Folder of the admin's power-cycle programs; left out: there are none. */
  hooksFolder?: string;
  /** Override of how long agents have to answer. */
  agentTimeoutMs?: number;
}

@Module({})
export class FleetModule {
  static forRoot({ agentFolder, masterKey, hooksFolder, agentTimeoutMs }: FleetOptions): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      providers: [
        ...SERVICES,
        { provide: AGENT_FILE, useFactory: () => ({ ...packAgent(agentFolder), requestTimeoutMs: agentTimeoutMs }) },
        { provide: MASTER_KEY, useValue: masterKey },
        { provide: HOOKS_FOLDER, useValue: hooksFolder ?? null },
      ],
      exports: [...SERVICES, AGENT_FILE, MASTER_KEY, HOOKS_FOLDER],
    };
  }
}
