import type { Cause } from '@joulefleet/core';

/** Nights of the demo. The first 21 are learnt from; what is injected late is confirmed by the nights after it. */
export const NIGHTS = 30;

export const TWIN_PREFIX = 'night-';
const DRIFTING = 'night-xavier-nx';
const STEPPED = 'night-orin-nx';

/** What the story does from one night on, and what the digest is to say of it. Nights are counted from 1. */
export interface Injected {
  name: 'regression' | 'drift' | 'sensor step' | 'improvement';
  /** In words, for the reader. */
  what: string;
  /** The group of cells or the device that it is about. */
  about: string;
  cause: Cause;
  fromNight: number;
  /** How many nights later the digest may say that it began: a drift is small at first. */
  seenWithin: number;
  /** In percent in the first night, and how much it grows with each night after. */
  pct: number;
  growthPct: number;
}

const STEP = { seenWithin: 0, growthPct: 0 };

export const STORY: readonly Injected[] = [
  {
    ...{ name: 'regression', what: 'mobilenetv2 takes 3 % longer, by version v2', about: 'mobilenetv2' },
    ...{ cause: 'workload', fromNight: 23, pct: 3, ...STEP },
  },
  {
    ...{ name: 'drift', what: `${DRIFTING} becomes slower by 0.6 % a night`, about: DRIFTING },
    ...{ cause: 'device', fromNight: 22, pct: 0.6, growthPct: 0.6, seenWithin: 2 },
  },
  {
    ...{ name: 'sensor step', what: `the power sensor of ${STEPPED} shows 2.5 % more`, about: STEPPED },
    ...{ cause: 'sensor', fromNight: 24, pct: 2.5, ...STEP },
  },
  {
    ...{ name: 'improvement', what: 'resnet18 takes 4 % less, by version v3', about: 'resnet18' },
    ...{ cause: 'workload', fromNight: 25, pct: -4, ...STEP },
  },
];

/** What of it is there in a night, in percent; 0: nothing yet. */
export function pctIn({ fromNight, pct, growthPct }: Injected, night: number): number {
  return night < fromNight ? 0 : pct + growthPct * (night - fromNight);
}

/** What the twins are made to do in a night: the file that they read (docs/twin.md). */
export function injectionIn(night: number): object {
  const factorOf = (name: Injected['name']): number => {
    const injected = STORY.find((each) => each.name === name)!;
    return 1 + pctIn(injected, night) / 100;
  };
  return {
    workloads: { mobilenetv2: { duration: factorOf('regression') }, resnet18: { duration: factorOf('improvement') } },
    devices: { [DRIFTING]: { duration: factorOf('drift') }, [STEPPED]: { sensor: factorOf('sensor step') } },
  };
}

/** What is under test in a night. */
export function versionIn(night: number): string {
  const by = (name: Injected['name']): number => STORY.find((each) => each.name === name)!.fromNight;
  if (night >= by('improvement')) return 'v3';
  return night >= by('regression') ? 'v2' : 'v1';
}
