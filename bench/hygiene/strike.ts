import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@joulefleet/core';
import type { ControllerProcess } from './controller-process';
import {
  killExecutor,
  restartController,
  restartSshServer,
  type Interruption,
  type OF_ONE_DEVICE,
} from './interruptions';
import type { Aftermath, Lane } from './lane';

/** One interruption and what it left behind. */
export interface Strike {
  interruption: Interruption;
  device: string;
  /** Real milliseconds after the launch of the campaign. */
  afterMs: number;
  /** Some knob was other than before just then. */
  changed: boolean;
  aftermath: Aftermath;
}

/** Where the moment of an interruption is drawn from: from the launch to a little after the usual end. */
export interface Moments {
  random: Random;
  longestMs: number;
}

type OfOneDevice = (typeof OF_ONE_DEVICE)[number];

/** Interrupts one device at a random moment of a campaign. A kill of an executor that is not there waits for one. */
export async function strikeDevice(interruption: OfOneDevice, lane: Lane, moments: Moments): Promise<Strike> {
  await lane.launch();
  const launchedMs = performance.now();
  await sleep(moments.random() * moments.longestMs);
  let changed = lane.isChanged();
  if (interruption === 'executor') {
    for (const limitMs = performance.now() + 3 * moments.longestMs; !killExecutor(lane.twin); await sleep(20)) {
      if (performance.now() > limitMs) break;
      changed = lane.isChanged();
    }
  } else if (interruption === 'ssh-server') await restartSshServer(lane.twin, moments.random);
  else await lane.twin.reboot();
  const afterMs = performance.now() - launchedMs;
  return { interruption, device: lane.twin.name, afterMs, changed, aftermath: await lane.aftermath() };
}

/** Kills the controller at a random moment of campaigns on all devices; each device counts. */
export async function strikeController(
  controller: ControllerProcess,
  lanes: readonly Lane[],
  moments: Moments,
): Promise<Strike[]> {
  for (const lane of lanes) await lane.launch();
  const launchedMs = performance.now();
  await sleep(moments.random() * moments.longestMs);
  const changed = lanes.map((lane) => lane.isChanged());
  const afterMs = performance.now() - launchedMs;
  await restartController(controller, moments.random);
  return Promise.all(
    lanes.map(async (lane, i) => ({
      interruption: 'controller' as const,
      device: lane.twin.name,
      afterMs,
      changed: changed[i]!,
      aftermath: await lane.aftermath(),
    })),
  );
}
