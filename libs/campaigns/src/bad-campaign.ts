import type { Problem } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';

export type CampaignFinding = NonNullable<Problem['errors']>[number];

/** A campaign file with everything that is wrong in it; nothing was stored. */
export class BadCampaign extends Fault {
  constructor(
    sourceName: string,
    readonly findings: CampaignFinding[],
  ) {
    super(`${sourceName}: ${findings.length === 1 ? 'one error' : `${findings.length} errors`}, nothing was stored`, {
      code: 'bad_campaign',
      origin: 'operator',
      transient: false,
      where: findings[0]?.where,
      remedy: 'Correct the campaign file and launch it again.',
    });
  }
}
