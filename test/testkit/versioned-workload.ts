import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Versions that use the faster runtime, for one batch size. `failing`: those that do not start. */
export interface VersionedWorkload {
  faster: readonly string[];
  batchSize: number;
  failing?: readonly string[];
}

/** The runner of a twin under the name `mine`: what it does depends on the parameter `version`. Returns its path. */
export function versionedWorkload(root: string, { faster, batchSize, failing = [] }: VersionedWorkload): string {
  const runner = readFileSync(join(root, 'opt/joulefleet/workloads/alexnet'), 'utf8');
  const read = '    spec = sys.stdin.readline().strip()\n';
  const file = join(root, 'opt/joulefleet/workloads/versioned');
  const simulated = `
def simulated(spec):
    import json
    asked = json.loads(spec)
    version = asked["parameters"]["version"]
    if version in ${JSON.stringify(failing)}:
        sys.exit("this version does not start")
    if version in ${JSON.stringify(faster)} and asked["batchSize"] == ${batchSize}:
        asked["runtime"] = "libtorch"
    return json.dumps({key: asked[key] for key in asked if key != "parameters"})
`;
  writeFileSync(
    file,
    runner
      .replace(`"spec": ' + spec`, `"spec": ' + simulated(spec)`)
      .replace(read, `${read}    spec = spec.replace('"mine"', '"alexnet"')\n`)
      .replace('\nmain()\n', `\n${simulated}\nmain()\n`),
  );
  chmodSync(file, 0o755);
  return file;
}
