import {
  campaignRoutes,
  campaignSearchView,
  campaignView,
  deviceRoutes,
  deviceView,
  healthView,
  launchResult,
  progressView,
  reportView,
} from '@joulefleet/contracts';
import type {
  CampaignSearchView,
  CampaignView,
  DeviceQuery,
  DeviceView,
  EnrollRequest,
  HealthView,
  LaunchRequest,
  LaunchResult,
  ProgressView,
  ReportView,
  Route,
} from '@joulefleet/contracts';
import type { z } from 'zod';
import { callRoute, collectPages, type AnswerOf, type RouteCall } from './call-route';
import { followEvents, type Following } from './follow-events';
import type { ControllerAddress } from './locate-controller';
import { sendRequest } from './send-request';

const ANSWER_TIMEOUT_MS = 30_000;
/** Enrolling connects to a device, uploads the agent and probes; a report may aggregate a large campaign. */
const LONG_TIMEOUT_MS = 180_000;
const HEALTH_TIMEOUT_MS = 5_000;

export type DeviceFilter = Partial<Pick<DeviceQuery, 'class' | 'label' | 'group' | 'availability' | 'health'>>;

/** The controller's HTTP API. Every method throws CliFailure with the problem. */
export class ControllerClient {
  /** `locate` is asked for each call: a controller that was started again may be at another port. */
  constructor(private readonly locate: () => ControllerAddress) {}

  get address(): ControllerAddress {
    return this.locate();
  }

  /** Also of a controller that is not healthy (503): the answer says what is missing. */
  health(): Promise<HealthView> {
    const path = '/v1/health';
    const request = {
      method: 'GET',
      path,
      answer: healthView,
      answersWith: 503,
      timeoutMs: HEALTH_TIMEOUT_MS,
    } as const;
    return sendRequest(this.address, request);
  }

  enroll(request: EnrollRequest): Promise<DeviceView> {
    return this.post('/v1/devices', request, deviceView);
  }

  /** Any endpoint of the contract. */
  call<R extends Route>(route: R, call: RouteCall<R> = {}): Promise<AnswerOf<R>> {
    return callRoute(this.address, route, call);
  }

  /** Every device that matches all of the filters. */
  async devices(filter: DeviceFilter = {}): Promise<DeviceView[]> {
    return collectPages(
      (page) => this.call(deviceRoutes.listDevices, { query: { ...filter, ...page } }),
      ({ devices }) => devices,
    );
  }

  device(name: string): Promise<DeviceView> {
    return this.get(`/v1/devices/${encodeURIComponent(name)}`, deviceView);
  }

  launch(request: LaunchRequest): Promise<LaunchResult> {
    return this.post('/v1/campaigns', request, launchResult);
  }

  /** Every campaign that the caller may see; archived ones only when asked for. */
  async campaigns({ archived = false } = {}): Promise<CampaignView[]> {
    return collectPages(
      (page) =>
        this.call(campaignRoutes.listCampaigns, { query: { ...page, ...(archived && { archived: 'true' as const }) } }),
      ({ campaigns }) => campaigns,
    );
  }

  async latestCampaign(): Promise<CampaignView | null> {
    return (await this.call(campaignRoutes.listCampaigns, { query: { limit: 1 } })).campaigns[0] ?? null;
  }

  campaign(id: string): Promise<CampaignView> {
    return this.get(`/v1/campaigns/${encodeURIComponent(id)}`, campaignView);
  }

  progress(id: string): Promise<ProgressView> {
    return this.get(`/v1/campaigns/${encodeURIComponent(id)}/progress`, progressView);
  }

  /** Of a guided search; computed while it is waited for. */
  search(id: string): Promise<CampaignSearchView> {
    return this.get(`/v1/campaigns/${encodeURIComponent(id)}/search`, campaignSearchView, LONG_TIMEOUT_MS);
  }

  /** Follows the events of a campaign; of every device with null. Ends as `followEvents`. */
  follow(
    campaign: string | null,
    following: Pick<Following, 'after' | 'onEvent' | 'onLive' | 'signal'>,
  ): Promise<void> {
    const of = campaign === null ? 'fleet' : `campaigns/${encodeURIComponent(campaign)}`;
    return followEvents({ ...following, locate: this.locate, path: `/v1/${of}/events` });
  }

  report(id: string, device?: string): Promise<ReportView> {
    const query = device === undefined ? '' : `?device=${encodeURIComponent(device)}`;
    return this.get(`/v1/campaigns/${encodeURIComponent(id)}/report${query}`, reportView, LONG_TIMEOUT_MS);
  }

  private get<T>(path: string, answer: z.ZodType<T>, timeoutMs = ANSWER_TIMEOUT_MS): Promise<T> {
    return sendRequest(this.address, { method: 'GET', path, answer, timeoutMs });
  }

  private post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T> {
    return sendRequest(this.address, { method: 'POST', path, body, answer, timeoutMs: LONG_TIMEOUT_MS });
  }
}
