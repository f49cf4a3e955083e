import { formatFrequency } from '../factors/format-frequency';
import type { ComparableFacts, FactsDrift } from './comparable-facts';

/** A clock domain of a snapshot. */
interface Domain {
  readonly name: string;
  readonly field: string;
  readonly stepsHz: readonly number[];
  readonly governors: readonly string[];
  /** What is in force while nobody measures. */
  readonly governor: string;
  readonly minHz: number;
  readonly maxHz: number;
}

/** Frequency tables, governors and the limits in force of every domain; a power mode brings limits of its own. */
export function compareClocks(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  const [old, now] = [domainsOf(before), domainsOf(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  const sameMode = before.powerMode?.id === after.powerMode?.id;
  return fields.flatMap((field) => compareDomain(old.get(field), now.get(field), sameMode));
}

function domainsOf({ cpuPolicies, gpu }: ComparableFacts): Map<string, Domain> {
  const cpus = cpuPolicies.map(({ policy, frequenciesKhz, governors, governor, minKhz, maxKhz }): Domain => {
    const stepsHz = frequenciesKhz.map((khz) => khz * 1000);
    const limits = { governor, minHz: minKhz * 1000, maxHz: maxKhz * 1000 };
    return { name: `CPU policy ${policy}`, field: `cpuPolicies.${policy}`, stepsHz, governors, ...limits };
  });
  const gpus = gpu ? [{ ...gpu, name: 'GPU', field: 'gpu', stepsHz: gpu.frequenciesHz }] : [];
  return new Map([...cpus, ...gpus].map((domain) => [domain.field, domain]));
}

function compareDomain(before: Domain | undefined, after: Domain | undefined, sameMode: boolean): FactsDrift[] {
  const known = before ?? after;
  if (!known) return [];
  const both =
    before && after ? [...compareGovernors(before, after), ...(sameMode ? compareLimits(before, after) : [])] : [];
  return [...compareTables(known, before, after), ...both];
}

/** Somebody left the clock otherwise than it was accepted: the trials under its governor measure something else then. */
function compareLimits(before: Domain, after: Domain): FactsDrift[] {
  const [old, now] = [describeLimits(before), describeLimits(after)];
  if (old === now) return [];
  const message = `limits in force of ${after.name}: was ${old}, is ${now}`;
  return [{ field: `${after.field}.limits`, before: old, after: now, severity: 'blocks', message }];
}

function describeLimits({ governor, minHz, maxHz }: Domain): string {
  return `${formatFrequency(minHz)} to ${formatFrequency(maxHz)}, ${governor}`;
}

function compareTables(known: Domain, before: Domain | undefined, after: Domain | undefined): FactsDrift[] {
  const [old, now] = [describeTable(before), describeTable(after)];
  if (before?.stepsHz.join() === after?.stepsHz.join()) return [];
  const message = `frequency table of ${known.name}: was ${old ?? 'missing'}, is ${now ?? 'missing'}`;
  return [{ field: `${known.field}.frequencies`, before: old, after: now, severity: 'blocks', message }];
}

function describeTable(domain: Domain | undefined): string | null {
  const [first, last] = [domain?.stepsHz[0], domain?.stepsHz.at(-1)];
  if (!domain || first === undefined || last === undefined) return null;
  return `${domain.stepsHz.length} steps ${formatFrequency(first)} to ${formatFrequency(last)}`;
}

function compareGovernors(before: Domain, after: Domain): FactsDrift[] {
  const lost = before.governors.filter((governor) => !after.governors.includes(governor));
  const gained = after.governors.filter((governor) => !before.governors.includes(governor));
  if (lost.length + gained.length === 0) return [];
  const words = [
    ...(lost.length > 0 ? [`lost ${lost.join(', ')}`] : []),
    ...(gained.length > 0 ? [`gained ${gained.join(', ')}`] : []),
  ];
  return [
    {
      field: `${before.field}.governors`,
      before: before.governors.join(' '),
      after: after.governors.join(' '),
      severity: lost.length > 0 ? 'warns' : 'info',
      message: `governors of ${before.name}: ${words.join(', ')}`,
    },
  ];
}
