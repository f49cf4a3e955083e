import { deviceRoutes, sshFingerprint, type DeviceView } from '@joulefleet/contracts';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { CliFailure, usageFailure } from '../../cli-failure';
import type { ControllerClient } from '../../client/controller-client';
import { renderStanding } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device repin NAME`: never without a fingerprint that somebody has compared. */
export function registerDeviceRepin(parent: Command, run: CommandRun): void {
  parent
    .command('repin')
    .description('pin another host key, after a device was installed anew; shows both and asks')
    .argument('<name>', 'name of the device')
    .option('--fingerprint <sha256>', 'the new host key, as `ssh-keygen -lf` prints it on the device', parseFingerprint)
    .addHelpText(
      'after',
      example('joulefleet device repin nano-1', 'joulefleet device repin nano-1 --fingerprint SHA256:… --json'),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const client = session.client();
        const pinned = await client.device(name);
        const { fingerprint: given } = command.opts<{ fingerprint?: string }>();
        const seen = given ?? (await lookAtKey(client, name));
        const device =
          seen === null ? await client.device(name) : await repin(session, pinned, seen, given !== undefined);
        if (seen === null) session.note(`${name} shows the host key that is pinned: ${pinned.fingerprint}`);
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}

function parseFingerprint(text: string): string {
  if (sshFingerprint.safeParse(text).success) return text;
  throw new InvalidArgumentError('Expected SHA256: and 43 base64 characters.');
}

/** The key that a device shows instead of the pinned one; null when it shows that. A check connects to it. */
async function lookAtKey(client: ControllerClient, name: string): Promise<string | null> {
  try {
    await client.call(deviceRoutes.checkDevice, { params: { name } });
    return null;
  } catch (error) {
    const seen = error instanceof CliFailure && error.problem.code === 'host_key_changed' && error.problem.fingerprint;
    if (!seen) throw error;
    return seen;
  }
}

async function repin(
  session: Session,
  pinned: DeviceView,
  fingerprint: string,
  compared: boolean,
): Promise<DeviceView> {
  session.note(`${pinned.name}\n  pinned  ${pinned.fingerprint}\n  new     ${fingerprint}`);
  if (!compared) await compare(session, pinned, fingerprint);
  const call = { params: { name: pinned.name }, body: { fingerprint } };
  return session.client().call(deviceRoutes.repinDevice, call);
}

/** @throws CliFailure `host_key_unconfirmed` where nobody says yes. */
async function compare(session: Session, { name }: DeviceView, fingerprint: string): Promise<void> {
  if (session.json || !session.io.stdinIsTty) {
    throw usageFailure('the new host key is not confirmed, and there is no terminal to ask on', {
      code: 'host_key_unconfirmed',
      where: name,
      fingerprint,
      remedy: 'Compare it with `ssh-keygen -lf` on the device, then pass it with --fingerprint.',
    });
  }
  session.note('On the device: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
  const answer = await session.io.ask('Is the new one the same as there, and shall it be pinned? [y/N] ');
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw usageFailure('the new host key was not confirmed; nothing was changed', {
    code: 'host_key_unconfirmed',
    where: name,
  });
}
