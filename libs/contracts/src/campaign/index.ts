export type { CampaignSpec } from './campaign-spec';
export type { CampaignFileError } from './describe-issue';
export { locateInCampaignFile, parseCampaignFile } from './parse-campaign-file';
export type { ParsedCampaignFile } from './parse-campaign-file';
