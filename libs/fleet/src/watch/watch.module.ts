import { Module, type DynamicModule } from '@nestjs/common';
import type { MasterKey } from '@joulefleet/platform';
import { Nudges } from '@joulefleet/queue';
import { holdConnection, type AgentFile, type HeldConnection } from '@joulefleet/remote';
import { DATABASE, findLogin, type Database } from '@joulefleet/store';
import { AGENT_FILE, HOOKS_FOLDER, MASTER_KEY } from '../fleet-ports';
import { checkDevice } from '../preflight/check-device';
import { sshTargetOf } from '../ssh-target-of';
import type { WatchPorts } from '../watch-ports';
import { DeviceWatch } from './device-watch';
import { DeviceConnections } from '../connections/device-connections';
import { WATCH_TIMINGS, type WatchTimings } from '../watch-timings';

export interface WatchOptions {
  /** Other times than the usual ones. */
  timings?: Partial<WatchTimings>;
}

/** Watches over the fleet: in one process of a Joulefleet, its controller. */
@Module({})
export class WatchModule {
  static forRoot({ timings }: WatchOptions): DynamicModule {
    const times = { ...WATCH_TIMINGS, ...timings };
    return {
      module: WatchModule,
      providers: [
        {
          provide: DeviceWatch,
          useFactory: (
            database: Database,
            agent: AgentFile,
            masterKey: MasterKey,
            hooksFolder: string | null,
            nudges: Nudges,
          ) => {
            const ports = { database, agent, timings: times, hooksFolder, check: checker(database) };
            return new DeviceWatch(ports, new DeviceConnections(connector(database, masterKey), times.pauses), nudges);
          },
          inject: [DATABASE, AGENT_FILE, MASTER_KEY, HOOKS_FOLDER, Nudges],
        },
      ],
    };
  }
}

function connector(database: Database, masterKey: MasterKey): (deviceId: string) => Promise<HeldConnection> {
  return async (deviceId) => {
    const device = await findLogin(database, deviceId);
    if (!device) throw new Error('the device is gone');
    return holdConnection(sshTargetOf(masterKey, device));
  };
}

/** What a device was checked for before, it is checked for again. */
function checker(database: Database): WatchPorts['check'] {
  return async (device, session) =>
    (await checkDevice({ database }, device, session, { for: device.preflightFor })).verdict;
}
