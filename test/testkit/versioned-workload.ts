import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Batch sizes for which a version uses the faster runtime, and those for which it does so on one twin alone, by its root. `failing`: versions that do not start. */
export interface VersionedWorkload {
  faster: Readonly<Record<string, readonly number[]>>;
  fasterOn?: { root: string; of: Readonly<Record<string, readonly number[]>> };
  failing?: readonly string[];
}

/** The runner of a twin under the name `mine`: what it does depends on the parameter `version`. Returns its path. */
export function versionedWorkload(
  root: string,
  { faster, fasterOn = { root, of: {} }, failing = [] }: VersionedWorkload,
): string {
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
    here = ${JSON.stringify(fasterOn.of)} if os.environ["JOULEFLEET_ROOT"] == ${JSON.stringify(fasterOn.root)} else {}
    if asked["batchSize"] in ${JSON.stringify(faster)}.get(version, []) + here.get(version, []):
        asked["runtime"] = "libtorch"
    return json.dumps({key: asked[key] for key in asked if key != "parameters"})
`;
  // The other twins execute this file as well, each against its own clock.
  const ownRoot = 'sys.argv[0].rsplit("/", 4)[0]';
  writeFileSync(
    file,
    runner
      .replace(ownRoot, 'os.environ["JOULEFLEET_ROOT"]')
      .replace('import sys\n', 'import os\nimport sys\n')
      .replace(`"spec": ' + spec`, `"spec": ' + simulated(spec)`)
      .replace(read, `${read}    spec = spec.replace('"mine"', '"alexnet"')\n`)
      .replace('\nmain()\n', `\n${simulated}\nmain()\n`),
  );
  chmodSync(file, 0o755);
  return file;
}
