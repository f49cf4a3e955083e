import { Controller, Inject, Logger, Param, Query, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { TooMany } from '@joulefleet/access';
import { ExportService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import {
  campaignRoutes,
  EXPORT_CONTENT_TYPES,
  EXPORT_TRAILERS,
  exportQuery,
  type ExportQuery,
} from '@joulefleet/contracts';
import type { Principal } from '@joulefleet/core';
import type { Request, Response } from 'express';
import { Caller, Endpoint } from '../endpoint';
import { ParseBody } from '../parse-body';
import { EXPORT_LIMITS, type ExportLimits } from './export-limits';
import { sendParts } from './send-parts';

const RETRY_AFTER_S = 30;

/** Files of a campaign, streamed. One that fails midway is cut off, so that no client takes it for whole. */
@Controller()
export class ExportController implements OnModuleDestroy {
  private readonly logger = new Logger('export');
  private readonly open = new Map<Response, string>();

  constructor(
    private readonly exports: ExportService,
    private readonly campaigns: CampaignsService,
    @Inject(EXPORT_LIMITS) private readonly limits: ExportLimits,
  ) {}

  @Endpoint(campaignRoutes.exportCampaign)
  async export(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(exportQuery)) query: ExportQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const campaign = await this.campaigns.find(caller, id);
    this.requireRoom(caller.name);
    this.open.set(response, caller.name);
    try {
      response.writeHead(200, headersOf(campaign.id, query));
      if (request.method === 'HEAD') return void response.end();
      await sendParts(response, this.exports.export(campaign, query), this.limits.slowClientMs);
    } catch (error) {
      this.logger.error(error);
      response.destroy();
    } finally {
      this.open.delete(response);
    }
  }

  /** Cuts off what is still being sent before the server closes its connections. */
  onModuleDestroy(): void {
    for (const response of this.open.keys()) response.destroy();
  }

  private requireRoom(user: string): void {
    const own = [...this.open.values()].filter((name) => name === user).length;
    if (own >= this.limits.perUser) throw new TooMany('too_many_exports', `${user} has ${own} exports`, RETRY_AFTER_S);
    if (this.open.size < this.limits.total) return;
    throw new TooMany('too_many_exports', `${this.open.size} exports are being sent already`, RETRY_AFTER_S);
  }
}

function headersOf(campaignId: string, { level, format, trial }: ExportQuery): Record<string, string> {
  const of = trial === undefined ? `campaign-${campaignId}` : `trial-${trial}`;
  return {
    'Content-Type': EXPORT_CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="${of}-${level}.${format}"`,
    Trailer: Object.values(EXPORT_TRAILERS).join(', '),
    'X-Accel-Buffering': 'no',
  };
}
