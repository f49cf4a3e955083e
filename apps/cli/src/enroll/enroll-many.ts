import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceView, EnrollRequest, PlannedEnrollment, Problem } from '@joulefleet/contracts';
import { CliFailure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import { IdentityFiles } from './identity-files';

/** What became of one device of many; `left`: an interruption came first. */
export type EnrollmentOutcome = { where: string; name: string; address: string; durationS: number } & (
  | { outcome: 'enrolled' | 'updated' | 'unchanged'; device: DeviceView }
  | { outcome: 'failed'; error: Problem }
  | { outcome: 'left' }
);

export interface ManyOptions {
  /** Devices that are asked for at the same time. */
  atOnce: number;
  /** Before each one passes a random time up to this. */
  jitterMs: number;
  /** Pin whatever host key is seen of a device without a fingerprint. */
  trustFirstUse: boolean;
  /** No device is begun any more. */
  stopped: () => boolean;
}

/** Not a device's fault: every further request would end the same way. */
const FOR_ALL = new Set(['controller_unreachable', 'unauthorized']);

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
  const files = new IdentityFiles(client);
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < enrollments.length && !options.stopped() && !failed) {
      const index = next++;
      const { request } = enrollments[index]!;
      const ready = (): Promise<EnrollRequest> => withIdentity(files, enrollments[index]!);
      await sleep(Math.random() * options.jitterMs);
      const startedMs = performance.now();
      const ended = await enrollOne(client, ready, before.get(request.name), options.trustFirstUse);
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

/** The request with the key of its file, which the controller has then. */
async function withIdentity(
  files: IdentityFiles,
  { identityFile, request }: PlannedEnrollment,
): Promise<EnrollRequest> {
  return identityFile === null ? request : { ...request, identity: await files.fingerprintOf(identityFile) };
}

type Ended =
  { outcome: 'enrolled' | 'updated' | 'unchanged'; device: DeviceView } | { outcome: 'failed'; error: Problem };

async function enrollOne(
  client: Pick<ControllerClient, 'enroll'>,
  ready: () => Promise<EnrollRequest>,
  before: DeviceView | undefined,
  trustFirstUse: boolean,
): Promise<Ended> {
  let request: EnrollRequest | undefined;
  try {
    request = await ready();
    const device = await client.enroll(request);
    const changed = before === undefined ? 'enrolled' : 'updated';
    return { outcome: before && before.factsAt === device.factsAt ? 'unchanged' : changed, device };
  } catch (error) {
    if (!(error instanceof CliFailure) || FOR_ALL.has(error.problem.code)) throw error;
    const { code, fingerprint } = error.problem;
    if (
      code !== 'host_key_unconfirmed' ||
      !trustFirstUse ||
      fingerprint === undefined ||
      !request ||
      request.fingerprint
    ) {
      return { outcome: 'failed', error: error.problem };
    }
    const trusted = { ...request, fingerprint };
    return enrollOne(client, () => Promise.resolve(trusted), before, false);
  }
}
