import { describeIssue, type DescribedIssue } from '../campaign/describe-issue';
import { locateNode } from '../campaign/locate-node';
import { readYaml } from '../campaign/read-yaml';
import { inventoryFile, inventoryKeysAt, type InventoryFile } from './inventory-schema';
import type { InventoryFileError, InventorySource, ReadInventory } from './inventory-source';
import { readCsvInventory } from './read-csv-inventory';
import { valueAt } from '../campaign/value-at';

/** A device of an inventory, with the file's defaults filled in. */
export interface InventoryDevice {
  /** `file:line:column`. */
  where: string;
  name: string;
  host?: string;
  port?: number;
  user?: string;
  identity?: string;
  fingerprint?: string;
  labels: string[];
}

export type ParsedInventory = { ok: true; devices: InventoryDevice[] } | { ok: false; errors: InventoryFileError[] };

const MAX_FILE_CHARACTERS = 2 * 1024 * 1024;
/** Further errors are not reported; fixing the first ones comes first. */
const MAX_ERRORS = 50;

/**
 * Parses an inventory: `.yaml`, `.yml` or `.csv`, by its file name. Every error has its line, its column and what was
 * expected; an invalid file is a result, never an exception. Names must be unique.
 */
export function parseInventory(text: string, sourceName: string): ParsedInventory {
  const source = readSource(text, sourceName);
  if (!source.ok) return source;
  const parsed = inventoryFile.safeParse(source.content);
  const issues = parsed.success
    ? findRepeatedNames(parsed.data)
    : parsed.error.issues.flatMap((issue) =>
        describeIssue(issue, valueAt(source.content, issue.path), inventoryKeysAt),
      );
  if (!parsed.success || issues.length > 0) return { ok: false, errors: placed(issues, source, sourceName) };
  const { defaults, devices } = parsed.data;
  return {
    ok: true,
    devices: devices.map((device, i) => {
      const { line, column } = source.locate(['devices', i]);
      const labels = [...new Set([...(defaults.labels ?? []), ...(device.labels ?? [])])];
      return { where: `${sourceName}:${line}:${column}`, ...defaults, ...device, labels };
    }),
  };
}

function readSource(text: string, sourceName: string): ReadInventory {
  const refuse = (message: string, expected: string): ReadInventory => {
    return { ok: false, errors: [{ where: `${sourceName}:1:1`, message, expected }] };
  };
  if (text.length > MAX_FILE_CHARACTERS)
    return refuse('the file is too long', `at most ${MAX_FILE_CHARACTERS} characters`);
  if (/\.[ct]sv$/i.test(sourceName)) return readCsvInventory(text, sourceName);
  if (!/\.ya?ml$/i.test(sourceName))
    return refuse('unknown file extension', 'NAME.yaml or NAME.csv; save a spreadsheet as "CSV UTF-8"');
  const yaml = readYaml(text, sourceName);
  if (!yaml.ok) return yaml;
  const { document, lines, content } = yaml;
  return { ok: true, content, locate: (path, key) => locateNode(document, lines, path, key) };
}

function findRepeatedNames({ devices }: InventoryFile): DescribedIssue[] {
  const seen = new Set<string>();
  return devices.flatMap(({ name }, index) => {
    const repeated = seen.has(name);
    seen.add(name);
    if (!repeated) return [];
    return [{ path: ['devices', index, 'name'], message: `duplicate device name ${name}`, expected: 'unique names' }];
  });
}

function placed(issues: readonly DescribedIssue[], source: InventorySource, sourceName: string): InventoryFileError[] {
  return issues
    .map(({ path, key, ...finding }) => ({ ...source.locate(path, key), finding }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .slice(0, MAX_ERRORS)
    .map(({ line, column, finding }) => ({ where: `${sourceName}:${line}:${column}`, ...finding }));
}
