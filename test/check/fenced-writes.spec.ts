import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedWrites } from '@joulefleet/store';
import { LATE_WRITES, untriedWrites } from '../../bench/lease/late-writes';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'libs/store/src/fenced-writes');

/** What workers use of the store besides the registry: none of it writes for a shard. */
const NO_SHARD_WRITES = new Set([
  'DATABASE',
  'dataRefusal',
  'databaseFault',
  'readDurableRecords',
  'readShardEnd',
  'readStartsBefore',
  'readStopStates',
  'readTrialsToExecute',
]);

/** Values (not types) that a file imports from the store. */
function storeImports(source: string): string[] {
  return [...source.matchAll(/import \{([^}]*)\} from '@joulefleet\/store'/g)]
    .flatMap(([, names]) => names!.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
}

function unfencedImports(source: string): string[] {
  return storeImports(source).filter((name) => !(name in fencedWrites) && !NO_SHARD_WRITES.has(name));
}

/** Files of a folder whose writes do not go through the fence. */
function sourcesOf(folder: string): { file: string; source: string }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => ({ file, source: readFileSync(join(folder, file), 'utf8') }));
}

describe('writes of a worker', () => {
  it('are all tried under an old fence by the benchmark', () => {
    expect(untriedWrites(LATE_WRITES)).toEqual([]);
    expect(untriedWrites(LATE_WRITES, { ...fencedWrites, saveSomethingNew: () => undefined })).toEqual([
      'saveSomethingNew',
    ]);
  });

  it('all go through the fence', () => {
    const writes = sourcesOf(FOLDER).filter(({ file }) => !['index.ts', 'under-fence.ts'].includes(file));
    expect(writes).toHaveLength(Object.keys(fencedWrites).length);
    for (const { file, source } of writes) expect([file, /(u|writeU)nderFence/.test(source)]).toEqual([file, true]);
  });

  it.each(['libs/execution/src', 'libs/ingest/src'])('of %s are those of the registry', (folder) => {
    const found = sourcesOf(join(ROOT, folder)).flatMap(({ file, source }) =>
      unfencedImports(source).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it('outside of the registry are noticed', () => {
    const source = `import { renewLease, savePreflight, type Database } from '@joulefleet/store';`;
    expect(unfencedImports(source)).toEqual(['savePreflight']);
  });
});
