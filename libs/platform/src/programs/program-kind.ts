import type { Fault } from '@joulefleet/core';

/** What an admin's programs of one folder are for. */
export interface ProgramKind {
  /** Begins the codes of its faults: `hook_missing`. */
  noun: 'hook' | 'resolver';
  /** Their folder in the controller's home. */
  folderName: 'hooks' | 'resolvers';
  /** What a program that did not do its work is reported as. */
  failed: (where: string, how: string, cause?: unknown) => Fault;
}
