import { formatCount } from '@joulefleet/figures';
import type { Command } from 'commander';
import { updateTwinAddresses } from '../../demo/enroll-twin';
import { restartTwins } from '../../demo/start-twins';
import type { TwinsStart } from '../../demo/start-twins';
import { readTwinsState } from '../../demo/twins-state';
import { collectFirstAdmin } from '../../processes/collect-first-admin';
import { startController } from '../../processes/start-controller';
import type { ControllerStart } from '../../processes/start-controller';
import { runStep } from '../../terminal/run-step';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { noteElsewhere } from '../access/note-elsewhere';

const WORDS: Readonly<Record<ControllerStart['outcome'], string>> = {
  started: 'Controller started',
  'already-running': 'Controller is running already',
  recovered: 'Controller is running; PostgreSQL and Redis were started again',
};

/** `joulefleet up`: starts the controller with everything it needs, or says that it runs already; and the twins of this home. */
export function registerUp(parent: Command, run: CommandRun): void {
  parent
    .command('up')
    .description('start the controller, PostgreSQL and Redis on this machine, and the twins that were there')
    .addHelpText('after', example('joulefleet up', 'JOULEFLEET_HOME=/srv/joulefleet joulefleet up --json'))
    .action(
      action(run, async (session) => {
        const { state, outcome, logFile, admin } = await bringUp(session);
        const twins = await bringTwinsBack(session, state.url);
        session.result(
          { outcome, ...state, home: session.io.environment.home, logFile, twins, ...(admin && { admin }) },
          `${WORDS[outcome]}: ${state.url} (process ${state.pid}). Log: ${logFile}`,
        );
      }),
    );
}

/** Starts the controller as a step with its time, and shows the admin's password if it was made now; says so if commands go elsewhere. */
export async function bringUp(
  session: Session,
): Promise<ControllerStart & { admin: ReturnType<typeof collectFirstAdmin> }> {
  const start = await runStep(session, 'starting the controller', async (say) => {
    const value = await startController(session.io.environment, (text) => say(`waiting for ${text}`));
    return { done: value.outcome === 'started' ? 'controller started' : 'controller was running', value };
  });
  const admin = collectFirstAdmin(session);
  noteElsewhere(session, start.state.url);
  noteWithoutKey(session, start.state.url);
  return { ...start, admin };
}

function noteWithoutKey(session: Session, url: string): void {
  if (session.clientAt(url).address.key !== null) return;
  session.note(`No key of this controller is kept: \`${session.commandLine(`login --url ${url}`)}\` gets one.`);
}

/** Starts the twins of an earlier demo as a step; a home without twins has none. */
async function bringTwinsBack(session: Session, url: string): Promise<TwinsStart['outcome'] | 'none'> {
  const { environment } = session.io;
  const before = readTwinsState(environment.home);
  if (!before) return 'none';
  return runStep(session, 'starting the twins', async () => {
    const { outcome, state } = await restartTwins(environment, before);
    const moved = await updateTwinAddresses(session.clientAt(url), state.twins);
    const devices = formatCount(state.twins.length, 'device');
    const started = outcome === 'started' ? `twins started again: ${devices}` : 'twins were running';
    return { done: moved.length > 0 ? `${started}, new address: ${moved.join(', ')}` : started, value: outcome };
  });
}
