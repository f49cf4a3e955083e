import { Module } from '@nestjs/common';
import { CampaignActions } from './campaign-actions.service';
import { CampaignsService } from './campaigns.service';

@Module({ providers: [CampaignsService, CampaignActions], exports: [CampaignsService, CampaignActions] })
export class CampaignsModule {}
