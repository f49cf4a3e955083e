import { readFile } from 'node:fs/promises';
import { Fault } from '@joulefleet/core';
import type { SshTarget } from '@joulefleet/remote';
import type { Device } from '@joulefleet/store';

export type PinnedTarget = SshTarget & { fingerprint: string };

/** How to log in to an enrolled device. */
export async function sshTargetOf(
  device: Pick<Device, 'host' | 'port' | 'loginUser' | 'identityFile' | 'fingerprint' | 'hostKeyType'>,
): Promise<PinnedTarget> {
  return {
    host: device.host,
    port: device.port,
    user: device.loginUser,
    privateKey: await readIdentity(device.identityFile),
    fingerprint: device.fingerprint,
    hostKeyType: device.hostKeyType,
  };
}

/** @throws Fault `identity_missing` (operator). */
export async function readIdentity(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Fault(
      `the identity ${path} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown error'}`,
      {
        code: 'identity_missing',
        origin: 'operator',
        transient: false,
        where: path,
        remedy: "Name a private key that the controller's user may read.",
        cause,
      },
    );
  }
}
