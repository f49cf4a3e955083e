export { parseConstraint, type Constraint } from './constraint';
export { byPlace } from './by-place';
export { campaignJsonSchema } from './campaign-json-schema';
export type { CampaignSpec } from './campaign-spec';
export type { CampaignFileError } from './describe-issue';
export { strategySpec } from './campaign-strategy';
export { campaignFileLocator, parseCampaignFile } from './parse-campaign-file';
export type { ParsedCampaignFile, SoundParts } from './parse-campaign-file';
export { showUnseen } from './show';
