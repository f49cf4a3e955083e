import { usageFailure } from '../cli-failure';
import type { ControllerClient } from './controller-client';

/** The id that was given, or that of the campaign launched last of those that the caller sees. @throws CliFailure without any. */
export async function campaignIdOrLatest(client: ControllerClient, id: string | undefined): Promise<string> {
  if (id !== undefined) return id;
  const latest = await client.latestCampaign();
  if (latest) return latest.id;
  throw usageFailure('no campaign was launched yet, or none that you may see', {
    code: 'campaign_unknown',
    remedy: 'Launch one: `joulefleet campaign launch FILE`.',
  });
}
