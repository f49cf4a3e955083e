import { Module, type DynamicModule } from '@nestjs/common';
import { CampaignActions } from './campaign-actions.service';
import { CampaignSettings } from './campaign-settings.service';
import { CAMPAIGN_LIMITS, DEFAULT_CAMPAIGN_LIMITS, type CampaignLimits } from './campaign-limits';
import { CampaignsService } from './campaigns.service';

@Module({})
export class CampaignsModule {
  static forRoot(limits: CampaignLimits = DEFAULT_CAMPAIGN_LIMITS): DynamicModule {
    return {
      module: CampaignsModule,
      providers: [{ provide: CAMPAIGN_LIMITS, useValue: limits }, CampaignsService, CampaignActions, CampaignSettings],
      exports: [CampaignsService, CampaignActions, CampaignSettings],
    };
  }
}
