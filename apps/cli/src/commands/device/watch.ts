import type { StreamedEvent } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes';
import { renderDeviceEvent } from '../../render/campaign/render-event';
import { renderReadings } from '../../render/campaign/render-live';
import { renderDevices } from '../../render/device/render-devices';
import { LiveLines } from '../../terminal/live-lines';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { LiveBoard } from '../../watch/live-board';
import { action, afterOption, example } from '../command-run';
import type { CommandRun } from '../command-run';
import type { Following } from '../../client/follow-events';

/** `joulefleet device watch`. */
export function registerDeviceWatch(parent: Command, run: CommandRun): void {
  parent
    .command('watch')
    .description('the devices, then each change of their state and what they measure now, until Ctrl-C')
    .addOption(afterOption())
    .addHelpText('after', example('joulefleet device watch', 'joulefleet device watch --after 0 --json'))
    .action(action(run, async (session, command) => watchDevices(session, command.opts<{ after?: number }>().after)));
}

type Shown = Required<Pick<Following, 'onEvent' | 'onLive'>> & { end: () => void };

async function watchDevices(session: Session, after: number | null = null): Promise<number> {
  const client = session.client();
  const interrupted = new AbortController();
  const dispose = session.io.onInterrupt(() => interrupted.abort());
  try {
    const devices = await client.devices();
    if (!session.json) session.note(renderDevices(devices, screenOf(session)));
    const { end, ...shown } = session.json ? showDocuments(session) : showLines(session);
    await client.follow(null, { after, ...shown, signal: interrupted.signal }).finally(end);
    if (interrupted.signal.aborted) return EXIT.interrupted;
    // A stream that is refused says no more than that; this says why.
    await client.devices();
    session.note('The controller gives no events.');
    return EXIT.network;
  } finally {
    dispose();
  }
}

/** Every event, for a program. */
function showDocuments(session: Session): Shown {
  return {
    onEvent: (event) => {
      if (event.kind === 'device') session.result(event, '');
    },
    onLive: (event) => session.result(event, ''),
    end: () => undefined,
  };
}

const REDRAW_MS = 1_000;

/** For a reader what differs from the line before it of the same device; on a terminal what the devices measure now, below. */
function showLines(session: Session): Shown {
  const { stdout } = session.io;
  const [lines, board, changed] = [new LiveLines(stdout), new LiveBoard(), changesOnly()];
  const draw = () => (stdout.isTTY ? lines.draw(renderReadings(board.readings())) : undefined);
  const timer = stdout.isTTY ? setInterval(draw, REDRAW_MS) : undefined;
  return {
    onEvent: (event) => {
      const line = changed(event);
      if (line === null) return;
      if (stdout.isTTY) lines.clear();
      session.result(event, line);
      draw();
    },
    onLive: (event) => board.take(event),
    end: () => {
      clearInterval(timer);
      if (stdout.isTTY) lines.clear();
    },
  };
}

function changesOnly(): (event: StreamedEvent) => string | null {
  const shown = new Map<string, string>();
  return (event) => {
    if (event.kind !== 'device') return null;
    const line = renderDeviceEvent(event);
    if (shown.get(event.device) === line) return null;
    shown.set(event.device, line);
    return `${event.at.slice(0, 19).replace('T', ' ')} UTC  ${line}`;
  };
}
