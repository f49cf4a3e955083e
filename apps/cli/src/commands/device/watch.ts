import type { StreamedEvent } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes';
import { renderDeviceEvent } from '../../render/campaign/render-event';
import { renderDevices } from '../../render/device/render-devices';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { action, afterOption, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device watch`. */
export function registerDeviceWatch(parent: Command, run: CommandRun): void {
  parent
    .command('watch')
    .description('the devices, then each change of their state as it happens, until Ctrl-C')
    .addOption(afterOption())
    .addHelpText('after', example('joulefleet device watch', 'joulefleet device watch --after 0 --json'))
    .action(action(run, async (session, command) => watchDevices(session, command.opts<{ after?: number }>().after)));
}

async function watchDevices(session: Session, after: number | null = null): Promise<number> {
  const client = session.client();
  const interrupted = new AbortController();
  const dispose = session.io.onInterrupt(() => interrupted.abort());
  try {
    const devices = await client.devices();
    if (!session.json) session.note(renderDevices(devices, screenOf(session)));
    await client.follow(null, { after, onEvent: showChanges(session), signal: interrupted.signal });
    if (interrupted.signal.aborted) return EXIT.interrupted;
    // A stream that is refused says no more than that; this says why.
    await client.devices();
    session.note('The controller gives no events.');
    return EXIT.network;
  } finally {
    dispose();
  }
}

/** For a reader only what differs from the line before it of the same device; for a program every event. */
function showChanges(session: Session): (event: StreamedEvent) => void {
  const shown = new Map<string, string>();
  return (event) => {
    if (event.kind !== 'device') return;
    const line = renderDeviceEvent(event);
    if (!session.json && shown.get(event.device) === line) return;
    shown.set(event.device, line);
    session.result(event, `${event.at.slice(0, 19).replace('T', ' ')} UTC  ${line}`);
  };
}
