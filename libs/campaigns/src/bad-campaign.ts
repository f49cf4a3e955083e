import type { Problem } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';

export type CampaignFinding = NonNullable<Problem['errors']>[number];

const FAULTS = {
  bad_campaign: { what: 'error', remedy: 'Correct the campaign file and launch it again.' },
  /** The file is right, but no device that there is can measure what it asks for. */
  unsatisfiable: {
    what: 'unmet request',
    remedy: 'Enroll such a device, or select others; see `joulefleet device list`.',
  },
} as const;

/** A campaign file with everything that keeps it from being launched; nothing was stored. */
export class BadCampaign extends Fault {
  constructor(
    sourceName: string,
    readonly findings: CampaignFinding[],
    code: keyof typeof FAULTS = 'bad_campaign',
  ) {
    const { what, remedy } = FAULTS[code];
    const count = findings.length === 1 ? `one ${what}` : `${findings.length} ${what}s`;
    super(`${sourceName}: ${count}, nothing was stored`, {
      code,
      origin: 'operator',
      transient: false,
      where: findings[0]?.where,
      remedy,
    });
  }
}
