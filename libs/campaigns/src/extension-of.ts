import type { CampaignSpec } from '@joulefleet/contracts';
import {
  buildStrategy,
  DEFAULT_LIMITS,
  Fault,
  MAX_TRIAL_S,
  proposeLaunch,
  type LaunchDevice,
  type StrategySpec,
} from '@joulefleet/core';
import type { LockedPlan, PlanExtension } from '@joulefleet/store';
import { cellsToInsert, sharers } from './cells-to-insert';
import type { CampaignPlan } from './plan-campaign';

/** What of a file makes trials comparable: a campaign has one of each. */
const PROTOCOL = [
  'warmup',
  'sampling',
  'cooldown',
  'idlePower',
  'sentinel',
  'startTemperature',
  'trialTimeout',
  'checks',
  'order',
  'seed',
  'strategy',
  'devicesPerCell',
] as const satisfies readonly (keyof CampaignSpec)[];

/** What held for campaigns that were launched before a file could say it. */
const { minSamples, maxOffShare, maxGapShare } = DEFAULT_LIMITS;
const OF_OLDER_VERSIONS = {
  cooldown: { timeMs: 0 },
  idlePower: { timeMs: 0 },
  trialTimeout: { timeMs: MAX_TRIAL_S * 1_000 },
  checks: { minSamples, maxOffShare, maxGapShare },
};

/** What a file adds to a campaign: cells and devices that it does not have yet. Nothing is measured twice. */
export interface Extension {
  plan: PlanExtension;
  /** Trials that are added now; more repetitions than before come on top. */
  added: number;
}

/**
 * What the plan of an edited file adds to a campaign as it stands. Pure but for the drawing of trials.
 * @throws Fault `protocol_differs` (operator).
 */
export function extensionOf(source: string, plan: CampaignPlan, locked: LockedPlan): Extension {
  const before = { ...OF_OLDER_VERSIONS, ...(locked.spec as CampaignSpec) };
  const differs = PROTOCOL.filter((key) => !sameJson(plan.spec[key] ?? null, before[key] ?? null));
  if (differs.length > 0) throw protocolDiffers(differs);
  const { repetitions: least = 1 } = locked.strategyParameters as { repetitions?: number };
  const repetitions = Math.max(least, plan.spec.repetitions);
  const strategy = { ...plan.strategy, parameters: { ...plan.strategy.parameters, repetitions } } as StrategySpec;
  const known = new Set([...locked.planned].map((key) => key.slice(key.indexOf(' ') + 1)));
  const devices = plan.devices
    .map((device) => newOn(device, plan, locked, known))
    .filter(({ cells }) => cells.length > 0);
  const added = devices.reduce((sum, { cells }) => sum + cells.length, 0) * repetitions;
  const { spec, simulated } = plan;
  const cells = [...cellsToInsert(plan)];
  const trials = proposeLaunch(buildStrategy(strategy), devices);
  return { plan: { source, spec, simulated, repetitions, cells, deviceIds: sharers(plan), trials }, added };
}

/** The cells of a device that it has no trial of yet; of those that were shared out, the ones that no device has. */
function newOn(
  device: LaunchDevice,
  { cells, movable }: CampaignPlan,
  { planned }: LockedPlan,
  known: ReadonlySet<string>,
): LaunchDevice {
  const isNew = (index: number): boolean => {
    const { cellKey } = cells[index]!;
    return movable.has(cellKey) ? !known.has(cellKey) : !planned.has(`${device.deviceId} ${cellKey}`);
  };
  return { ...device, cells: device.cells.filter(isNew) };
}

/** As stored in JSON, where the order of members says nothing. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function protocolDiffers(keys: readonly string[]): Fault {
  return new Fault(`the file has another ${keys.join(' and ')} than the campaign: its trials could not be compared`, {
    code: 'protocol_differs',
    origin: 'operator',
    transient: false,
    remedy: 'Keep what says how trials are executed, or launch the file as another campaign.',
  });
}
