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

/** An interruption and its result. */
export interface Strike {
  interruption: Interruption;
  device: string;
  /** Real milliseconds after the launch of the campaign. */
  afterMs: number;
  /** Whether some knob was changed at that moment. */
  changed: boolean;
  aftermath: Aftermath;
}

/** The interval from which the moment is drawn: from the launch to a little after the usual end. */
export interface Moments {
  random: Random;
  longestMs: number;
}

type OfOneDevice = (typeof OF_ONE_DEVICE)[number];

/** Interrupts one device at a random moment of a campaign. Null if the executor had already exited. */
export async function strikeDevice(interruption: OfOneDevice, lane: Lane, moments: Moments): Promise<Strike | null> {
  await lane.launch();
  const launchedMs = performance.now();
  await sleep(moments.random() * moments.longestMs);
  let [changed, struck] = [false, false];
  do {
    changed = lane.isChanged();
    struck = await interrupt(interruption, lane, moments.random);
    // A kill that comes before the executor does waits for it.
  } while (!struck && !(await lane.isOver()));
  const afterMs = performance.now() - launchedMs;
  const aftermath = await lane.aftermath();
  return struck ? { interruption, device: lane.twin.name, afterMs, changed, aftermath } : null;
}

/** False if there was nothing to interrupt. */
async function interrupt(interruption: OfOneDevice, { twin }: Lane, random: Random): Promise<boolean> {
  if (interruption === 'executor') return killExecutor(twin);
  await (interruption === 'reboot' ? twin.reboot() : restartSshServer(twin, random));
  return true;
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
