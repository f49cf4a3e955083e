import type { ComparableFacts, DriftSeverity, FactsDrift } from './comparable-facts';
import { compareClocks } from './compare-clocks';

/** The memory that a kernel reserves varies slightly between versions. */
const MEMORY_TOLERANCE = 0.02;

/** Differences between two snapshots of a device's facts, most important first. */
export function compareFacts(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  const drift = [
    ...compareIdentity(before, after),
    ...comparePowerMode(before, after),
    ...compareCores(before, after),
    ...compareRails(before, after),
    ...compareClocks(before, after),
    ...compareSoftware(before, after),
    ...compareMemory(before, after),
    ...compareWorkloads(before, after),
  ];
  return ORDER.flatMap((severity) => drift.filter((each) => each.severity === severity));
}

const ORDER: readonly DriftSeverity[] = ['blocks', 'warns', 'info'];

function compareIdentity(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  return [
    ...changed('serial', before.serial, after.serial, 'blocks', 'another board? Its serial number'),
    ...changed('model', before.model, after.model, 'blocks', 'another board? Its model'),
  ];
}

function comparePowerMode({ powerMode: before }: ComparableFacts, { powerMode: after }: ComparableFacts): FactsDrift[] {
  if (before?.id === after?.id) return [];
  return changed('powerMode', describeMode(before), describeMode(after), 'blocks', 'power mode');
}

function describeMode(mode: ComparableFacts['powerMode']): string | null {
  return mode && (mode.name === null ? `mode ${mode.id}` : `${mode.name} (mode ${mode.id})`);
}

function compareCores(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  return changed('cores', String(before.cores), String(after.cores), 'blocks', 'cores online');
}

function compareRails({ rails: before }: ComparableFacts, { rails: after }: ComparableFacts): FactsDrift[] {
  const missing = before.filter(({ label }) => !after.some((rail) => rail.label === label));
  const added = after.filter(({ label }) => !before.some((rail) => rail.label === label));
  return [
    ...missing.map((rail): FactsDrift => {
      const message = `rail ${rail.label} is missing${rail.total ? '; energy is quoted from it' : ''}`;
      return { field: 'rails', before: rail.label, after: null, severity: rail.total ? 'blocks' : 'warns', message };
    }),
    ...added.map((rail): FactsDrift => {
      const message = `rail ${rail.label} is new${rail.total ? ', and measures the whole module' : ''}`;
      return { field: 'rails', before: null, after: rail.label, severity: rail.total ? 'blocks' : 'info', message };
    }),
  ];
}

function compareSoftware(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  const major = before.l4t && after.l4t && before.l4t.release !== after.l4t.release;
  return [
    ...changed('l4t', describeL4t(before), describeL4t(after), major ? 'blocks' : 'warns', 'L4T'),
    ...changed('jetpack', before.jetpack, after.jetpack, 'warns', 'JetPack'),
    ...changed('kernel', before.kernel, after.kernel, 'warns', 'kernel'),
    ...changed('python', before.python, after.python, 'info', 'Python'),
  ];
}

function describeL4t({ l4t }: ComparableFacts): string | null {
  return l4t && `R${l4t.release}.${l4t.revision}`;
}

function compareMemory(
  { memoryBytes: before }: ComparableFacts,
  { memoryBytes: after }: ComparableFacts,
): FactsDrift[] {
  if (Math.abs(after - before) <= MEMORY_TOLERANCE * Math.max(before, after)) return [];
  return changed('memoryBytes', describeMemory(before), describeMemory(after), 'warns', 'memory');
}

function describeMemory(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}

function compareWorkloads({ workloads: before }: ComparableFacts, { workloads: after }: ComparableFacts): FactsDrift[] {
  const removed = before.filter((name) => !after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  return [
    ...removed.map((name) => workloadDrift(name, null, 'warns', `workload ${name} is no longer installed`)),
    ...added.map((name) => workloadDrift(null, name, 'info', `workload ${name} was installed`)),
  ];
}

function workloadDrift(
  before: string | null,
  after: string | null,
  severity: DriftSeverity,
  message: string,
): FactsDrift {
  return { field: 'workloads', before, after, severity, message };
}

/** A fact that could not be read in one snapshot may or may not have changed: a warning at most. */
function changed(
  field: string,
  before: string | null,
  after: string | null,
  severity: DriftSeverity,
  what: string,
): FactsDrift[] {
  if (before === after) return [];
  const message = `${what}: was ${before ?? 'unknown'}, is ${after ?? 'unknown'}`;
  const known = before !== null && after !== null;
  return [{ field, before, after, severity: known || severity === 'info' ? severity : 'warns', message }];
}
