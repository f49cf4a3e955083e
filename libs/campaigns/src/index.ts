export * from './bad-campaign';
export * from './campaign-actions.service';
export * from './campaign-settings.service';
export type { CampaignLimits } from './campaign-limits';
export * from './campaigns.module';
export * from './campaigns.service';
export { campaignView } from './campaign-view';
export type { CampaignPlan } from './plan-campaign';
export { runInSlices } from './run-in-slices';
