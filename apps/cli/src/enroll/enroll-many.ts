import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedEnrollment } from '@joulefleet/contracts';
import type { ControllerClient } from '../client/controller-client';
import { enrollOne, type Ended } from './enroll-one';
import { IdentityFiles } from './identity-files';

/** What became of one device of many; `left`: an interruption came first. */
export type EnrollmentOutcome = { where: string; name: string; address: string; durationS: number } & (
  Ended | { outcome: 'left' }
);

export interface ManyOptions {
  /** Devices that are asked for at the same time. */
  atOnce: number;
  /** Before each one passes a random time up to this. */
  jitterMs: number;
  /** Pin whatever host key is seen of a device without a fingerprint; never a revoked one. */
  trustFirstUse: boolean;
  /** No device is begun any more. */
  stopped: () => boolean;
}

/**
 * Enrolls devices side by side; one that fails does not stop the others. `told` hears of each as it is done. Returns the
 * outcomes in the order of the list.
 * @throws CliFailure when the controller itself fails.
 */
export async function enrollMany(
  client: Pick<ControllerClient, 'call' | 'enroll' | 'devices'>,
  enrollments: readonly PlannedEnrollment[],
  options: ManyOptions,
  told: (outcome: EnrollmentOutcome) => void,
): Promise<EnrollmentOutcome[]> {
  const before = new Map((await client.devices()).map((device) => [device.name, device]));
  const outcomes = enrollments.map(({ where, request }): EnrollmentOutcome => {
    return { where, name: request.name, address: `${request.host}:${request.port}`, durationS: 0, outcome: 'left' };
  });
  const tools = { client, files: new IdentityFiles(client), trustFirstUse: options.trustFirstUse };
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < enrollments.length && !options.stopped() && !failed) {
      const index = next++;
      const planned = enrollments[index]!;
      await sleep(Math.random() * options.jitterMs);
      const startedMs = performance.now();
      const ended = await enrollOne(tools, planned, before.get(planned.request.name));
      outcomes[index] = { ...outcomes[index]!, durationS: (performance.now() - startedMs) / 1000, ...ended };
      told(outcomes[index]);
    }
  };
  const lanes = Array.from({ length: Math.min(options.atOnce, enrollments.length) }, lane);
  await Promise.all(
    lanes.map((each) =>
      each.catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  return outcomes;
}
