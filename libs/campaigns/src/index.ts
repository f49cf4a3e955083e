export * from './bad-campaign';
export * from './campaigns.module';
export * from './campaigns.service';
export { campaignView } from './campaign-view';
