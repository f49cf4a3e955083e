import type { DeviceEstimateView, Interval, PlanEstimateView, PlanView, ScoredEstimate } from '@joulefleet/contracts';
import { describeCampaigns } from '@joulefleet/figures';
import { formatDuration } from '../format/format-duration';

/** What the trials of one device will take; nothing where nothing is known of any device. */
export function renderDeviceEstimate(name: string, { devices, durationS }: PlanEstimateView): string[] {
  return durationS === null ? [] : devices.filter(({ device }) => device === name).map(describeDevice);
}

/** What a guided search may take, beside the sweep of its cells; nothing of another plan. */
export function renderSearchSize({ search }: Pick<PlanView, 'search'>): string[] {
  if (search === null) return [];
  const { cells, trials, maxDeviceS, sweepTrials, sweepS, earlierCampaigns } = search;
  const time = sweepS ? `, ${about(sweepS, TIMES)} on one device of each class` : '';
  const most = trials === null ? 'until its method ends, trials' : `at most ${trials} trials`;
  const limit = maxDeviceS === null ? '' : `, and ${formatDuration(maxDeviceS)} of each search before its checks`;
  const size = `  search: ${most} of ${cells} cells${limit}; the sweep would take ${sweepTrials} trials${time}`;
  return earlierCampaigns.length === 0 ? [size] : [size, `  starts from ${describeCampaigns(earlierCampaigns)}`];
}

/** A line for all devices, and one for one more device of each class. */
export function renderEstimate(estimate: PlanEstimateView): string[] {
  const { endS, durationS, energyJ, oneMore, leastTrials } = estimate;
  if (durationS === null)
    return ['  estimate: none, because nothing like it was measured on these devices or their classes'];
  const end = endS && `done in ${about(endS, TIMES)}`;
  const all = [figures(durationS, energyJ), ...(end ? [end] : []), ...(leastTrials ? [LEAST] : [])];
  return [
    `  estimate: ${all.join('; ')}`,
    ...oneMore.flatMap(({ deviceClass, trials, relieves, ...more }) => {
      if (more.durationS === null) return [];
      const what = relieves ? `takes ${trials} trials from the others` : `${trials} trials more`;
      return [`  one more ${deviceClass}: ${what}, ${figures(more.durationS, more.energyJ)}`];
    }),
  ];
}

/** The estimate at launch against what happened: a line for each device, and one for the campaign. */
export function renderScored(scored: ScoredEstimate | null): string {
  if (scored === null || scored.devices.every(({ durationS }) => durationS === null)) return '';
  const lines = scored.devices.flatMap(({ device, durationS, energyJ, actualS, actualJ, trials, accepted }) => {
    if (durationS === null || energyJ === null) return [];
    const time = `${formatDuration(actualS)}, estimated ${about(durationS, TIMES)}`;
    const energy = `${inUnit(actualJ, ENERGIES)}, estimated ${about(energyJ, ENERGIES)}`;
    return [`${device}: ${time}; ${energy}; ${accepted} accepted, ${trials} estimated`];
  });
  const { endS, actualS, leastTrials } = scored;
  const whole = endS && actualS !== null ? [`all: ${formatDuration(actualS)}, estimated ${about(endS, TIMES)}`] : [];
  return [...lines, ...whole, ...(leastTrials ? [`estimated ${LEAST}`] : [])].join('\n');
}

const LEAST = 'for the least number of trials that the stopping rule takes';
const TIMES = [
  { from: 5400, divisor: 3600, unit: 'h' },
  { from: 90, divisor: 60, unit: 'min' },
  { from: 0, divisor: 1, unit: 's' },
];
const ENERGIES = [
  { from: 1e6, divisor: 1e6, unit: 'MJ' },
  { from: 1e3, divisor: 1e3, unit: 'kJ' },
  { from: 0, divisor: 1, unit: 'J' },
];
/** Of the time of a device. */
const MIN_WAITS_PART = 0.01;
type Scale = (typeof TIMES)[number];

function describeDevice(device: DeviceEstimateView): string {
  const { durationS, energyJ, cells, queuedTrials, queuedS } = device;
  if (durationS === null) return 'no estimate, because nothing like it was measured there or in its class';
  const queued = queuedS ? [`after ${queuedTrials} trials of other campaigns (${about(queuedS, TIMES)})`] : [];
  return [figures(durationS, energyJ), sourceOf(device), ...waitsOf(device), ...missing(cells.none), ...queued].join(
    '; ',
  );
}

function sourceOf({ cells, pace }: DeviceEstimateView): string {
  const parts = [
    { count: cells.device, text: 'measured on it' },
    { count: cells.class, text: 'on others of its class' },
    { count: cells.model, text: 'from a fitted model' },
  ].filter(({ count }) => count > 0);
  const known = parts.map(({ count, text }) => (parts.length === 1 ? text : `${count} ${text}`)).join(', ');
  return pace === 'default' ? `${known}, time beside the windows assumed` : known;
}

/** Waits that are too short to matter are not named. */
function waitsOf({ durationS, waitsS, waits }: DeviceEstimateView): string[] {
  if (durationS === null || waitsS === null || waitsS < MIN_WAITS_PART * durationS.estimate) return [];
  const assumed = waits === 'model' ? ', assumed' : '';
  return [`${formatDuration(waitsS)} of it waiting for the starting temperature${assumed}`];
}

function missing(cells: number): string[] {
  return cells === 0 ? [] : [`without ${cells === 1 ? '1 cell' : `${cells} cells`} of which nothing is known`];
}

function figures(durationS: Interval, energyJ: Interval | null): string {
  return `about ${[about(durationS, TIMES), ...(energyJ ? [about(energyJ, ENERGIES)] : [])].join(', ')}`;
}

/** `12 min (10 to 15)`: in the unit of the estimate. */
function about({ estimate, low, high }: Interval, scales: readonly Scale[]): string {
  const { divisor, unit } = scaleOf(estimate, scales);
  const places = placesOf(estimate / divisor);
  const [figure, from, to] = [estimate, low, high].map((value) => (value / divisor).toFixed(places));
  return `${figure} ${unit} (${from} to ${to})`;
}

function inUnit(value: number, scales: readonly Scale[]): string {
  const { divisor, unit } = scaleOf(value, scales);
  return `${(value / divisor).toFixed(placesOf(value / divisor))} ${unit}`;
}

function placesOf(figure: number): number {
  return figure < 10 ? 1 : 0;
}

function scaleOf(value: number, scales: readonly Scale[]): Scale {
  return scales.find(({ from }) => value >= from) ?? scales.at(-1)!;
}
