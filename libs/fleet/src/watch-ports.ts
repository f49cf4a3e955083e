import type { PreflightVerdict } from '@joulefleet/core';
import type { AgentFile, AgentSession } from '@joulefleet/remote';
import type { Database, DeviceWithLease } from '@joulefleet/store';
import type { WatchTimings } from './watch-timings';

/** What the watch and the recovery need. */
export interface WatchPorts {
  database: Database;
  agent: AgentFile;
  timings: WatchTimings;
  /** Where the admin's power-cycle programs are; null: there are none. */
  hooksFolder: string | null;
  /** Fires when the watch ends: nothing is waited for any more. */
  stopping: AbortSignal;
  /** The pre-flight, kept with the device. */
  check(device: DeviceWithLease, session: AgentSession): Promise<PreflightVerdict>;
}
