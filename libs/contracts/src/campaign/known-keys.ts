import { FACTORS } from '@joulefleet/core';
import {
  campaignDevices,
  campaignFactors,
  campaignSampling,
  campaignSpec,
  campaignWarmup,
  classFactors,
} from './campaign-spec';
import { exclusionObject } from './campaign-exclude';
import { repeatObject } from './campaign-repeat';
import { checksObject } from './campaign-checks';
import { sentinelObject } from './campaign-sentinel';
import { startObject } from './campaign-start-temperature';
import { strategyObject } from './campaign-strategy';
import { workloadObject } from './campaign-workload';
import { clockRange } from './clock-factor';

/** The keys that may stand at a place of the campaign file; empty where no object is expected. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const place = path.map((step) => (typeof step === 'number' ? '#' : String(step))).join('/');
  if (path[0] === 'factors' && isFrequency(path.at(-1))) return Object.keys(clockRange.in.shape);
  if (/^factors\/perClass\/[^/]+$/.test(place)) return Object.keys(classFactors.shape);
  if (path[0] === 'exclude' && isFrequency(path.at(-1))) return Object.keys(clockRange.in.shape);
  const shape = SHAPES[place];
  return shape ? Object.keys(shape) : [];
}

/** Whether a key is one of a factor: it stands under `factors`, and is often written beside it. */
export function isFactorKey(key: string): boolean {
  return Object.hasOwn(campaignFactors.shape, key);
}

function isFrequency(key: PropertyKey | undefined): boolean {
  return FACTORS.some(({ name, grammar }) => name === key && grammar.kind === 'frequency');
}

const SHAPES: Readonly<Record<string, object>> = {
  '': campaignSpec.shape,
  devices: campaignDevices.shape,
  factors: campaignFactors.shape,
  'factors/perClass': campaignFactors.shape.perClass.unwrap().keyType.enum,
  strategy: strategyObject.shape,
  warmup: campaignWarmup.in.shape,
  sampling: campaignSampling.in.shape,
  startTemperature: startObject.shape,
  checks: checksObject.shape,
  sentinel: sentinelObject.shape,
  'exclude/#': exclusionObject.shape,
  repeat: repeatObject.shape,
  'workloads/#': workloadObject.shape,
};
