import type { CampaignSpec } from '@joulefleet/contracts';
import { commandInText, type SweepError } from '@joulefleet/core';

/** A device as far as it decides about programs of a campaign's own. */
export interface CommandDevice {
  readonly name: string;
  readonly simulated: boolean;
  readonly allowCommands: boolean;
}

/**
 * Workloads with a command where the caller may not run one, and may not allow it either: on a twin it runs as the user who runs the twin, who is
 * commonly the controller's own and can read all of its secrets. A board has a user of its own.
 */
export function findForbiddenCommands(
  { workloads }: Pick<CampaignSpec, 'workloads'>,
  devices: readonly CommandDevice[],
  mayAllow: boolean,
): SweepError[] {
  const twins = devices.filter(({ simulated, allowCommands }) => simulated && !allowCommands).map(({ name }) => name);
  if (mayAllow || twins.length === 0) return [];
  const [first, ...others] = twins;
  const where = others.length === 0 ? first : `${first} and ${others.length} other twins`;
  const message =
    `a command would run on ${where} (simulated) as the user who runs the twins, and could read the controller's secrets; ` +
    `select boards, or ask an admin to launch this or to run: ${commandInText(`device edit ${first} --allow-commands`)}`;
  return workloads.flatMap(({ command }, index) =>
    command ? [{ level: 'command', message, nearest: [], path: ['workloads', index, 'command'] }] : [],
  );
}
