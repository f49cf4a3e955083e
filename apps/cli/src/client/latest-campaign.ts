import { usageFailure } from '../cli-failure';
import type { ControllerClient } from './controller-client';

/** The id that was given, or that of the campaign launched last. @throws CliFailure without any campaign. */
export async function campaignIdOrLatest(client: ControllerClient, id: string | undefined): Promise<string> {
  if (id !== undefined) return id;
  const campaigns = await client.campaigns();
  const [latest] = campaigns.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  if (latest) return latest.id;
  throw usageFailure('no campaign was launched yet', {
    code: 'campaign_unknown',
    remedy: 'Launch one: `joulefleet campaign launch FILE`.',
  });
}
