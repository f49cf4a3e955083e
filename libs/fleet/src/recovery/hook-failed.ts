import { Fault } from '@joulefleet/core';
import type { ProgramKind } from '@joulefleet/platform';

/** The hook itself did not do it: nobody holds that against the device. */
export function hookFailed(where: string, how: string, cause?: unknown): Fault {
  return new Fault(`the power-cycle hook ${where} failed: ${how}`, {
    code: 'hook_failed',
    origin: 'controller',
    transient: true,
    where,
    remedy: 'Run the hook manually.',
    cause,
  });
}

/** The admin's programs that cut a device's power and give it back. */
export const HOOK: ProgramKind = { noun: 'hook', folderName: 'hooks', failed: hookFailed };
