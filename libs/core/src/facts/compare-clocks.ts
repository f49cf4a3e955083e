import { formatFrequency } from '../factors/format-frequency';
import type { ComparableFacts, FactsDrift } from './comparable-facts';

/** A clock domain of a snapshot. */
interface Domain {
  readonly name: string;
  readonly field: string;
  readonly stepsHz: readonly number[];
  readonly governors: readonly string[];
}

/** Frequency tables and governors of every domain. */
export function compareClocks(before: ComparableFacts, after: ComparableFacts): FactsDrift[] {
  const [old, now] = [domainsOf(before), domainsOf(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields.flatMap((field) => compareDomain(old.get(field), now.get(field)));
}

function domainsOf({ cpuPolicies, gpu }: ComparableFacts): Map<string, Domain> {
  const cpus = cpuPolicies.map(({ policy, frequenciesKhz, governors }): Domain => {
    const field = `cpuPolicies.${policy}`;
    return { name: `CPU policy ${policy}`, field, stepsHz: frequenciesKhz.map((khz) => khz * 1000), governors };
  });
  const gpus = gpu ? [{ name: 'GPU', field: 'gpu', stepsHz: gpu.frequenciesHz, governors: gpu.governors }] : [];
  return new Map([...cpus, ...gpus].map((domain) => [domain.field, domain]));
}

function compareDomain(before: Domain | undefined, after: Domain | undefined): FactsDrift[] {
  const known = before ?? after;
  if (!known) return [];
  return [...compareTables(known, before, after), ...(before && after ? compareGovernors(before, after) : [])];
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
