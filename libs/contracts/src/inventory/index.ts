export * from './complete-inventory';
export type { ListedKey } from './host-keys-of';
export type { InventoryFileError } from './inventory-source';
export * from './parse-inventory';
export * from './parse-known-hosts';
export * from './parse-ssh-config';
