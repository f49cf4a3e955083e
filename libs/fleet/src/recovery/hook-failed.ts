import { Fault } from '@joulefleet/core';

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
