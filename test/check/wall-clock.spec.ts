import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Who reads the time of day, and which instant that is. A span is measured with `performance.now()`, which nobody sets. */
const INSTANTS: Record<string, string> = {
  'apps/cli/src/commands/device/end-maintenance.ts': 'the window that is open now',
  'apps/cli/src/commands/device/maintenance.ts': 'when a window begins',
  'apps/cli/src/commands/key/create.ts': 'when a key expires',
  'apps/cli/src/terminal/screen.ts': 'how old is what a table shows',
  'apps/controller/src/http/health-checks.ts': 'how long ago a job was queued, which Redis keeps as an instant',
  'libs/access/src/api-keys/keys.service.ts': 'whether a key would be expired at once',
  'libs/access/src/authenticator.ts': 'whether a key or a session has expired',
  'libs/access/src/sessions/sessions.service.ts': 'when a session expires',
  'libs/campaigns/src/campaigns.service.ts': 'how long ago a campaign was started',
  'libs/fleet/src/admin/device-admin.service.ts': 'whether a window is open or over',
  'libs/fleet/src/facts/keep-facts.ts': 'whether a snapshot is a day old',
  'libs/fleet/src/preflight/connect-and-check.ts': 'the window that is open now',
  'libs/fleet/src/preflight/measure-clock-offset.ts': 'the time of day to compare with that of a device',
  'libs/store/src/ids/new-id.ts': 'the time in an id',
};

const sources = (...folders: string[]): { file: string; text: string }[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.(ts|mjs)$/.test(file) && !/generated|node_modules|wall-clock\.spec/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

/** A span by the time of day: what is kept under such a name is compared with a later reading. */
const SPAN = /\b\w*(?:deadline|start|since|until|began|before)\w* = Date\.now\(\)|Date\.now\(\) [<>-]=? \w+Ms\b/i;

describe('the time of day', () => {
  it('is read only where an instant is meant', () => {
    const readers = sources('apps', 'libs').filter(
      ({ file, text }) => !file.endsWith('.spec.ts') && text.includes('Date.now()'),
    );
    expect(readers.map(({ file }) => file).sort()).toEqual(Object.keys(INSTANTS));
  });

  it('measures no deadline and no span, in tests and tools neither', () => {
    const spans = sources('apps', 'libs', 'test', 'bench', 'scripts').flatMap(({ file, text }) =>
      text.split('\n').flatMap((line) => (SPAN.test(line) ? [`${file}: ${line.trim()}`] : [])),
    );
    expect(spans).toEqual([]);
  });
});
