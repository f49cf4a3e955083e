import type { CampaignView, LiveReading, ProgressView } from '@joulefleet/contracts';
import {
  campaignPhase,
  describeReason,
  deviceActivity,
  devicesThatBlock,
  factorLevels,
  isCampaignOver,
  nextStep,
  remainingTime,
  timeBetweenShards,
  type Availability,
  type CampaignState,
} from '@joulefleet/core';
import type { CampaignSummary, DeviceProgress } from '@joulefleet/store';

export function campaignView(campaign: CampaignSummary): CampaignView {
  const status = statusOf(campaign);
  return {
    id: campaign.id,
    name: campaign.name,
    state: status.state,
    phase: campaignPhase(status, campaign.counts),
    createdAt: campaign.createdAt.toISOString(),
    startedAt: campaign.startedAt?.toISOString() ?? null,
    finishedAt: campaign.finishedAt?.toISOString() ?? null,
    cancelledBy: status.state === 'cancelled' ? campaign.endedBy : null,
    stoppedBy: status.state === 'stopped' ? campaign.endedBy : null,
    failedBecause: campaign.endReason,
    priority: campaign.priority,
    archivedAt: campaign.archivedAt?.toISOString() ?? null,
    simulated: campaign.simulated,
    owner: campaign.owner,
    sharedWith: campaign.sharedWith,
    strategy: { name: campaign.strategy, parameters: campaign.strategyParameters as Record<string, unknown> },
    devices: campaign.devices,
    trials: campaign.counts,
  };
}

/** Progress with rates and ETAs. Devices work side by side, so the campaign's ETA is that of the slowest. */
export function progressView(
  campaign: CampaignSummary,
  devices: DeviceProgress[],
  nowMs: number,
  live: readonly LiveReading[],
): ProgressView {
  const view = campaignView(campaign);
  const endMs = campaign.finishedAt?.getTime() ?? nowMs;
  const status = statusOf(campaign);
  const searches = campaign.strategy === 'search' && campaign.state === 'running';
  const planned = devices.map((device) => deviceProgressView(campaign.state, device, live));
  const perDevice = searches ? planned.map(withoutEnd) : planned;
  const rates = perDevice.flatMap((device) => device.ratePerMinute ?? []);
  return {
    campaign: view,
    over: isCampaignOver(status, perDevice),
    blockedBy: devicesThatBlock(status, devices.map(withState)).map(({ device, availability, ...rest }) => ({
      device,
      availability,
      nextStep: nextStep({ availability, ...rest }),
    })),
    elapsedS: Math.max(0, (endMs - (campaign.startedAt ?? campaign.createdAt).getTime()) / 1000),
    done: sum(perDevice.map((device) => device.done)),
    total: sum(perDevice.map((device) => device.total)),
    ratePerMinute: rates.length > 0 ? sum(rates) : null,
    ...lastEta(perDevice),
    devices: perDevice,
  };
}

type Eta = Pick<ProgressView, 'etaS' | 'etaIntervalS'>;

/** Of the device that is done last. A device that is done adds nothing to the interval. */
function lastEta(devices: readonly Eta[]): Eta {
  const etas = devices.map(({ etaS }) => etaS);
  if (etas.length === 0 || etas.includes(null)) return NO_ETA;
  const working = devices.filter(({ etaS }) => etaS !== 0).map(({ etaIntervalS }) => etaIntervalS);
  const known = working.filter((interval) => interval !== null);
  const isKnown = known.length > 0 && known.length === working.length;
  const [low, high] = [known.map((interval) => interval.low), known.map((interval) => interval.high)];
  return {
    etaS: Math.max(...(etas as number[])),
    etaIntervalS: isKnown ? { low: Math.max(...low), high: Math.max(...high) } : null,
  };
}

function statusOf({ state, finishedAt }: CampaignSummary): { state: CampaignState; finished: boolean } {
  return { state: state as CampaignState, finished: finishedAt !== null };
}

function deviceProgressView(
  state: string,
  { busyS, endedShards, betweenShardsS, timedShards, now, reason, driftBlocks: _, ...rest }: DeviceProgress,
  live: readonly LiveReading[],
): ProgressView['devices'][number] {
  const device = withState(rest);
  const activity = deviceActivity(device, now !== null);
  const measured = activity === 'measuring' ? now : null;
  return {
    ...device,
    reason: reason && describeReason(reason),
    activity,
    ...paceOf(state, device, { busyS, endedShards, betweenShardsS, timedShards }),
    now: measured && { workload: measured.workload, levels: factorLevels(measured.levels), phase: measured.phase },
    live: liveOf(live, measured?.trialId),
  };
}

/** A search decides what comes next when a trial has ended: nobody knows how many are to come. */
function withoutEnd(device: ProgressView['devices'][number]): ProgressView['devices'][number] {
  return { ...device, ...NO_ETA, activity: device.activity === 'done' ? 'waiting' : device.activity };
}

/** Of another trial it is of the past. */
function liveOf(live: readonly LiveReading[], trialId: string | undefined): ProgressView['devices'][number]['live'] {
  const found = live.find((reading) => reading.trialId === trialId);
  if (!found) return null;
  const { powerMw, railsMw, temperatureC, temperatureAgeS } = found;
  return { powerMw, railsMw, temperatureC, temperatureAgeS };
}

/** A device that is warm or between two shards goes on by itself. */
const WORKING: ReadonlySet<string> = new Set(['ready', 'leased', 'cooling']);

function withState<D extends { availability: string }>(device: D): D & { availability: Availability } {
  return { ...device, availability: device.availability as Availability };
}

const NO_ETA: Eta = { etaS: null, etaIntervalS: null };

type Pace = Pick<DeviceProgress, 'busyS' | 'endedShards' | 'betweenShardsS' | 'timedShards'>;

/** Of a campaign that is not running, or a device that cannot be measured on, no rate would last. */
function paceOf(
  state: string,
  { done, total, availability }: Pick<DeviceProgress, 'done' | 'total' | 'availability'>,
  { busyS, timedShards, ...shards }: Pace,
): Eta & { ratePerMinute: number | null } {
  if (done >= total) return { ratePerMinute: null, etaS: 0, etaIntervalS: null };
  if (state !== 'running' || !WORKING.has(availability) || done === 0 || busyS === null || busyS <= 0)
    return { ratePerMinute: null, ...NO_ETA };
  const left = total - done;
  const busyLeftS = (left * busyS) / done;
  const betweenS = timeBetweenShards({ done, left, ...shards });
  const interval = remainingTime(busyLeftS, done, left, timedShards);
  return {
    ratePerMinute: (done / busyS) * 60,
    etaS: busyLeftS + betweenS,
    etaIntervalS: interval && { low: interval.low + betweenS, high: interval.high + betweenS },
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
