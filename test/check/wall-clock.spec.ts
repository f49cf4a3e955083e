import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/**
 * Who reads the time of day, and which instant that is. A span is measured with `performance.now()`, which
 * nobody sets; the linter finds those that are not.
 */
const INSTANTS: Record<string, string> = {
  'apps/cli/src/commands/access/audit.ts': 'from when on entries are asked for',
  'apps/cli/src/commands/calibration/add.ts': 'from when on a calibration is valid',
  'apps/cli/src/commands/device/end-maintenance.ts': 'the window that is open now',
  'apps/cli/src/commands/device/maintenance.ts': 'when a window begins',
  'apps/cli/src/commands/key/create.ts': 'when a key expires',
  'apps/cli/src/commands/nightly/mark.ts': 'until when a change is acknowledged',
  'apps/cli/src/terminal/screen.ts': 'how old is what a table shows',
  'apps/controller/src/http/health-checks.ts': 'how long ago a job was queued, which Redis keeps as an instant',
  'apps/controller/src/http/installation.controller.ts': 'when the controller was started',
  'apps/twin/src/served/wall-us.ts': 'the wall clock of a simulated device',
  'apps/web/src/parts/use-passed.ts': 'whether an instant of the controller has passed',
  'libs/access/src/api-keys/keys.service.ts': 'whether a key would be expired at once',
  'libs/access/src/authenticator.ts': 'whether a key or a session has expired',
  'libs/access/src/sessions/code-login.service.ts': 'when a code and its session end',
  'libs/access/src/sessions/sessions.service.ts': 'when a session expires',
  'libs/campaigns/src/campaigns.service.ts': 'how long ago a campaign was started',
  'libs/fleet/src/admin/device-admin.service.ts': 'whether a window is open or over',
  'libs/fleet/src/facts/keep-facts.ts': 'whether a snapshot is a day old',
  'libs/fleet/src/preflight/connect-and-check.ts': 'the window that is open now',
  'libs/fleet/src/preflight/measure-clock-offset.ts': 'the time of day to compare with that of a device',
  'libs/queue/src/queue-progress.ts': 'when Redis was started',
  'libs/store/src/ids/new-id.ts': 'the time in an id',
};

const sources = (): { file: string; text: string }[] =>
  ['apps', 'libs']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|generated|node_modules/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

describe('the time of day', () => {
  it('is read only where an instant is meant', () => {
    const readers = sources().filter(({ text }) => text.includes('Date.now()'));
    expect(readers.map(({ file }) => file).sort()).toEqual(Object.keys(INSTANTS));
  });
});
