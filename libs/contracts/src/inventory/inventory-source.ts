import type { CampaignFileError } from '../campaign';

/** An error in an inventory or an OpenSSH file: `file:line:column`, what is wrong, and what was expected. */
export type InventoryFileError = CampaignFileError;

export interface Place {
  line: number;
  column: number;
}

/** A parsed file in any format: its content in the shape of `inventoryFile`, and the place of each part. */
export interface InventorySource {
  ok: true;
  content: unknown;
  /** The place of the deepest existing part of the path; with `key`, of the key itself. */
  locate(path: readonly PropertyKey[], key?: string): Place;
}

export type ReadInventory = InventorySource | { ok: false; errors: InventoryFileError[] };
