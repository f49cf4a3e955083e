import { installTable, NEEDS, type Installation, type Need } from './install-table';

/** A Python module as a board has it; null: it is not installed. */
export interface ProbedModule {
  readonly version: string | null;
  /** Why it cannot be imported; null: it can. */
  readonly error: string | null;
  /** Version of CUDA that it was built with; null: none, or it does not say. */
  readonly cuda: string | null;
  /** Whether it reaches the GPU; null: it does not say. */
  readonly gpu: boolean | null;
}

export interface ProbedRun {
  readonly workload: string;
  readonly runtime: string;
  /** Modules and programs that are not installed. */
  readonly missing: readonly string[];
  /** Modules that cannot be imported. */
  readonly broken: readonly string[];
  readonly gpu: boolean;
}

export interface RuntimeProbe {
  readonly modules: Readonly<Record<string, ProbedModule | null>>;
  readonly runs: readonly ProbedRun[];
}

/** Where a model runs with a runtime: on the GPU, on the CPU alone, or not at all. */
export type RunsOn = 'gpu' | 'cpu' | null;

/** One thing to install or to repair. */
export interface Advice {
  readonly need: string;
  readonly why: string;
  /** Commands for the board's login user; none: there are none known for this board. */
  readonly commands: readonly string[];
  readonly source: string | null;
  readonly note: string | null;
}

export interface Diagnosis {
  readonly runs: readonly (ProbedRun & { readonly runsOn: RunsOn })[];
  /** In the order in which to follow it. */
  readonly advice: readonly Advice[];
}

/** Runtimes that have nothing to do on the CPU. */
const GPU_ONLY: readonly string[] = ['tensorrt'];
/** Modules without which the GPU stays unused, and which come in builds without CUDA. */
const WITH_CUDA: readonly string[] = ['torch', 'onnxruntime', 'cv2'];

/** What a board can run, and what to do for the rest. `l4t` null: it is no Jetson. */
export function diagnoseRuntimes(
  l4t: { readonly release: number; readonly revision: string } | null,
  probe: RuntimeProbe,
): Diagnosis {
  const table = installTable(l4t);
  const system = l4t === null ? 'this system' : `L4T ${l4t.release}.${l4t.revision}`;
  const runs = probe.runs.map((run) => ({ ...run, runsOn: runsOn(run) }));
  const advice = NEEDS.flatMap((need): Advice[] => {
    const why = reasonFor(need, probe);
    return why === null ? [] : [adviceFor(need, why, table?.[need], system)];
  });
  return { runs, advice };
}

function runsOn({ runtime, missing, broken, gpu }: ProbedRun): RunsOn {
  if (missing.length > 0 || broken.length > 0) return null;
  if (gpu) return 'gpu';
  return GPU_ONLY.includes(runtime) ? null : 'cpu';
}

/** Why there is something to do; null: there is nothing, or nothing that runs needs it. */
function reasonFor(need: Need, { modules, runs }: RuntimeProbe): string | null {
  if (runs.some(({ missing }) => missing.includes(need))) return 'it is not installed';
  const found = modules[need];
  if (!found) return null;
  if (found.error !== null) return `it cannot be imported: ${found.error}`;
  if (!WITH_CUDA.includes(need) || found.gpu !== false) return null;
  const built = need === 'torch' && found.cuda !== null ? `was built for CUDA ${found.cuda}` : 'has no CUDA';
  return `version ${found.version ?? 'unknown'} ${built} and does not reach the GPU`;
}

function adviceFor(need: Need, why: string, found: Installation | undefined, system: string): Advice {
  if (found === undefined) {
    return { need, why, commands: [], source: null, note: `no command is known for ${need} on ${system}` };
  }
  const { commands, source, note = null } = found;
  return { need, why, commands, source, note };
}
