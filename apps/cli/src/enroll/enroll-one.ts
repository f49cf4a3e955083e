import type { DeviceView, EnrollRequest, ListedKey, PlannedEnrollment, Problem } from '@joulefleet/contracts';
import { CliFailure, failure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import type { IdentityFiles } from './identity-files';

export type Ended =
  { outcome: 'enrolled' | 'updated' | 'unchanged'; device: DeviceView } | { outcome: 'failed'; error: Problem };

export interface EnrollTools {
  client: Pick<ControllerClient, 'enroll'>;
  files: IdentityFiles;
  /** Pin whatever host key is seen of a device without a fingerprint; never a revoked one. */
  trustFirstUse: boolean;
}

/** Not a device's fault: every further request would end the same way. */
const FOR_ALL = new Set(['controller_unreachable', 'unauthorized']);

/**
 * Enrolls a device. A host key that nobody has confirmed is pinned if known_hosts lists it, or on first use if that is trusted.
 * `before`: the device as it was enrolled, if it was. @throws CliFailure when the controller itself fails.
 */
export async function enrollOne(
  tools: EnrollTools,
  planned: PlannedEnrollment,
  before: DeviceView | undefined,
): Promise<Ended> {
  try {
    refuseRevoked(planned, before?.fingerprint, ' and is pinned');
    const request = await withIdentity(tools.files, planned);
    const device = await tools.client
      .enroll(request)
      .catch((error: unknown) => tools.client.enroll(confirmed(error, request, planned, tools.trustFirstUse)));
    const changed = before === undefined ? 'enrolled' : 'updated';
    return { outcome: before && before.factsAt === device.factsAt ? 'unchanged' : changed, device };
  } catch (error) {
    if (!(error instanceof CliFailure) || FOR_ALL.has(error.problem.code)) throw error;
    return { outcome: 'failed', error: error.problem };
  }
}

/** The request with the key of its file, which the controller has then. */
async function withIdentity(
  files: IdentityFiles,
  { identityFile, request }: PlannedEnrollment,
): Promise<EnrollRequest> {
  return identityFile === null ? request : { ...request, identity: await files.fingerprintOf(identityFile) };
}

/** The request with the host key that was seen, if it may be pinned. @throws the error otherwise, or `host_key_revoked`. */
function confirmed(
  error: unknown,
  request: EnrollRequest,
  planned: PlannedEnrollment,
  trustFirstUse: boolean,
): EnrollRequest {
  const seen = error instanceof CliFailure ? error.problem : undefined;
  refuseRevoked(planned, seen?.fingerprint, '');
  const isListed = planned.hostKeys.accepted.some(({ fingerprint }) => fingerprint === seen?.fingerprint);
  const isConfirmed = seen?.code === 'host_key_unconfirmed' && !request.fingerprint && (isListed || trustFirstUse);
  if (!isConfirmed || seen.fingerprint === undefined) throw error;
  return { ...request, fingerprint: seen.fingerprint };
}

function refuseRevoked({ request, hostKeys }: PlannedEnrollment, shown: string | undefined, more: string): void {
  const key = hostKeys.revoked.find(({ fingerprint }) => fingerprint === shown);
  if (key) throw revokedKey(`${request.host}:${request.port}`, request.name, key, more);
}

function revokedKey(where: string, name: string, key: ListedKey, more: string): CliFailure {
  return failure({
    code: 'host_key_revoked',
    title: 'The host key is revoked',
    detail: `${name}: the host key ${key.fingerprint} is revoked in ${key.where}${more}`,
    where,
    origin: 'operator',
    transient: false,
    fingerprint: key.fingerprint,
    remedy:
      'Make new host keys on the device (`sudo rm /etc/ssh/ssh_host_*; sudo ssh-keygen -A`, restart sshd), ' +
      `then pin the new one: \`joulefleet device repin ${name}\` if it is enrolled, else enroll it with it.`,
  });
}
