import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../libs');
/** The writer, and what moves deadlines only: no lock and no version hangs on those. */
const WRITERS = new Set(['devices/change-condition.ts']);
const DEADLINE_WRITERS = new Set(['devices/change-condition.ts', 'devices/save-device.ts', 'watch/change-retry.ts']);
const CONDITION = /\b(availability|health|reason|state_owner|pending_exit|consecutive_faults|ladder|version)\s*=/;

/** Columns that the UPDATEs of devices in a source set. */
function assignments(source: string): string[] {
  return [...source.matchAll(/UPDATE device\b[^`]*?\bSET\b([\s\S]*?)(?:\bFROM\b|\bWHERE\b|`)/g)].map(([, set]) => set!);
}

function sources(): { file: string; source: string }[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('generated') && !file.endsWith('.spec.ts'))
    .map((file) => ({ file: file.replace('store/src/', ''), source: readFileSync(join(ROOT, file), 'utf8') }));
}

const writersOf = (pattern: RegExp) =>
  sources()
    .filter(({ source }) => assignments(source).some((set) => pattern.test(set)))
    .map(({ file }) => file);

it("a device's condition has one writer", () => {
  expect(writersOf(CONDITION).filter((file) => !WRITERS.has(file))).toEqual([]);
  expect(writersOf(CONDITION)).toEqual([...WRITERS]);
});

it('only the condition, the watch and enrollment move deadlines', () => {
  expect(writersOf(/\bdeadline_at\s*=/).filter((file) => !DEADLINE_WRITERS.has(file))).toEqual([]);
});

it('finds an UPDATE that goes past the writer', () => {
  const past = "await db.query(`UPDATE device d SET labels = $2, availability = 'ready' WHERE id = $1`)";
  expect(assignments(past).some((set) => CONDITION.test(set))).toBe(true);
});
