import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';

/** What the form above the editor shows of a campaign file, and writes into it. */
export interface FileChoices {
  name: string;
  workloads: readonly string[];
  /** Workloads that are more than a name: they stay as they are written. */
  otherWorkloads: number;
  devices: Readonly<Record<DeviceChoice, readonly string[]>>;
}

export const DEVICE_CHOICES = ['classes', 'labels', 'names'] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/** The choices that a text makes; null: it is no YAML at the moment, or not made of keys. */
export function readChoices(text: string): FileChoices | null {
  const top = read(text);
  if (top === null) return null;
  const content = (top?.toJSON() ?? {}) as Record<string, unknown>;
  const workloads = asList(content.workloads);
  const devices = (isObject(content.devices) ? content.devices : {}) as Record<string, unknown>;
  return {
    name: typeof content.name === 'string' || typeof content.name === 'number' ? String(content.name) : '',
    workloads: words(workloads),
    otherWorkloads: workloads.length - words(workloads).length,
    devices: {
      classes: words(asList(devices.classes)),
      labels: words(asList(devices.labels)),
      names: words(asList(devices.names)),
    },
  };
}

export function writeName(text: string, name: string): string {
  return write(text, 'name', stringify(name, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd());
}

/** Named workloads; those that are more than a name stay behind them. */
export function writeWorkloads(text: string, names: readonly string[]): string {
  const node = valueOf(read(text), 'workloads');
  const items = isSeq(node) ? node.items : [];
  const others = items.filter((item) => !isScalar(item)).map((item) => sourceOf(text, item));
  return write(text, 'workloads', `[${[...names.map(inFlow), ...others].join(', ')}]`);
}

/** One list of `devices`; the other keys stay. Without any, `devices` is left out: every device. */
export function writeDevices(text: string, choice: DeviceChoice, words: readonly string[]): string {
  const node = valueOf(read(text), 'devices');
  const before = isMap(node) ? (node.toJSON() as Record<string, unknown>) : {};
  const after = Object.entries({ ...before, [choice]: words }).filter(
    ([, value]) => !Array.isArray(value) || value.length > 0,
  );
  if (after.length === 0) return remove(text, 'devices');
  return write(text, 'devices', `{ ${after.map(([key, value]) => `${key}: ${flowText(value)}`).join(', ')} }`);
}

type Top = YAMLMap<ParsedNode, ParsedNode | null>;

/** The map of a text; undefined of an empty one, null of one that is wrong. */
function read(text: string): Top | null | undefined {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0) return null;
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  return isMap(contents) ? contents : null;
}

function pairOf(top: Top | null | undefined, key: string): Pair<ParsedNode, ParsedNode | null> | undefined {
  return top?.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function valueOf(top: Top | null | undefined, key: string): ParsedNode | null | undefined {
  return pairOf(top, key)?.value;
}

/** Where keys of the form stand in a file, when they are new in it. */
const ORDER = ['name', 'workloads', 'devices'];

function write(text: string, key: string, value: string): string {
  const top = read(text);
  if (top === null) return text;
  const pair = pairOf(top, key);
  if (pair) {
    const { from, to } = spanOfValue(text, pair);
    const space = text[from - 1] === ':' ? ' ' : '';
    return text.slice(0, from) + space + value + text.slice(to);
  }
  const before = ORDER.slice(0, ORDER.indexOf(key)).findLast((other) => pairOf(top, other));
  const line = `${key}: ${value}\n`;
  if (before === undefined) {
    const at = top?.items[0]?.key.range[0] ?? text.length;
    return `${withNewline(text.slice(0, at))}${line}${text.slice(at)}`;
  }
  const at = endOfLine(text, spanOfValue(text, pairOf(top, before)!).to);
  return `${withNewline(text.slice(0, at))}${line}${text.slice(at)}`;
}

function remove(text: string, key: string): string {
  const pair = pairOf(read(text), key);
  if (!pair) return text;
  const begin = text.lastIndexOf('\n', pair.key.range[0]) + 1;
  return text.slice(0, begin) + text.slice(endOfLine(text, spanOfValue(text, pair).to));
}

/** From behind the colon, unless a comment stands there, to the end of the value. */
function spanOfValue(text: string, { key, value }: Pair<ParsedNode, ParsedNode | null>): { from: number; to: number } {
  const colon = text.indexOf(':', key.range[1]) + 1;
  if (value === null || (isScalar(value) && value.source === '')) return { from: colon, to: colon };
  const [begin, end] = value.range;
  const between = text.slice(colon, begin);
  return { from: between.includes('#') ? begin : colon, to: begin + text.slice(begin, end).trimEnd().length };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** An item of a list as it is written, where it can stand in brackets like that. */
function sourceOf(text: string, item: ParsedNode): string {
  const fits = isAlias(item) || (isCollection(item) && item.flow === true);
  return fits ? text.slice(item.range[0], item.range[1]).trim() : flowText(item.toJSON());
}

function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flowText(inner)}`)
      .join(', ')} }`;
  return typeof value === 'string' ? inFlow(value) : JSON.stringify(value);
}

/** A text between brackets, in quotes where it could be read as something else. */
function inFlow(text: string): string {
  const isWord = /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isWord ? text : JSON.stringify(text);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function words(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
