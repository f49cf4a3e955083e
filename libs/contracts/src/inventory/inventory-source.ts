import type { CampaignFileError } from '../campaign';

/** One finding in an inventory or in a file of OpenSSH: `file:line:column`, what is wrong, what was expected. */
export type InventoryFileError = CampaignFileError;

export interface Place {
  line: number;
  column: number;
}

/** A file that could be read, whatever its form: its content as `inventoryFile` expects it, and where each part stands. */
export interface InventorySource {
  ok: true;
  content: unknown;
  /** Of the deepest part of the path that is there; with `key` of that key itself. */
  locate(path: readonly PropertyKey[], key?: string): Place;
}

export type ReadInventory = InventorySource | { ok: false; errors: InventoryFileError[] };
