import type { MasterKey } from '@joulefleet/platform';
import type { AgentFile } from '@joulefleet/remote';
import type { Database } from '@joulefleet/store';

/** The agent file that every session uploads and speaks with. */
export const AGENT_FILE = Symbol('AGENT_FILE');
/** What private keys are sealed with: a `MasterKey`. */
export const MASTER_KEY = Symbol('MASTER_KEY');

/** Folder of the admin's power-cycle programs: a path, or null where there are none. */
export const HOOKS_FOLDER = Symbol('HOOKS_FOLDER');

/** What it takes to keep keys. */
export interface KeyPorts {
  database: Database;
  masterKey: MasterKey;
}

/** What it takes to talk to devices. */
export interface FleetPorts extends KeyPorts {
  agent: AgentFile;
}
