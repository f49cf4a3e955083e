import {
  byPlace,
  campaignFileLocator,
  conditionsOf,
  parseCampaignFile,
  protocolOf,
  showUnseen,
  type CampaignSpec,
  type Facts,
  type PlanView,
  type SoundParts,
} from '@joulefleet/contracts';
import {
  commandInText,
  countSentinels,
  describeAvailability,
  expandSweep,
  findMixedDevices,
  firstTexts,
  fallbacks,
  findUnknownLevels,
  selectDevices,
  shareCells,
  sortInSteps,
  type Cell,
  type LaunchDevice,
  type StrategySpec,
  type SweepError,
  type SweepPlan,
} from '@joulefleet/core';
import type { CampaignLimits } from './campaign-limits';
import { BadCampaign, type CampaignFinding } from './bad-campaign';
import { readConditions } from './read-conditions';
import { searchSpace, sizeOfSearches, trialsOnDevices, type PlannedSearch } from './search-space';
import { findForbiddenCommands } from './find-forbidden-commands';

/** An enrolled device as planning needs it. */
export interface PlannableDevice {
  deviceId: string;
  name: string;
  deviceClass: string;
  /** Nothing is planned for a retired one; others are waited for. */
  availability: string;
  labels: string[];
  group: string | null;
  simulated: boolean;
  allowCommands: boolean;
  /** Names of the installed workloads. */
  workloads: readonly string[];
  facts: Facts;
}

/** What needs no history. */
export type PlanDraft = Omit<PlanView, 'estimate'>;

export interface CampaignPlan {
  spec: CampaignSpec;
  strategy: StrategySpec;
  /** Sorted by cell key. */
  cells: Cell[];
  /** Which of the cells each device has, by index. */
  devices: LaunchDevice[];
  /** Cells that were shared out, or are searched, by cell key: ids of all devices that can measure them. */
  movable: ReadonlyMap<string, readonly string[]>;
  /** Of a guided search; null: every trial is planned. */
  searches: readonly PlannedSearch[] | null;
  /** Devices that the file selects. */
  selected: readonly PlannableDevice[];
  simulated: boolean;
  view: PlanDraft;
}

/** More findings, or warnings, or notes on a device, than these do not help. */
const MAX_FINDINGS = 50;
const MAX_WARNINGS = 50;
const MAX_NOTES = 20;
const MAX_NEAREST = 20;

/**
 * From the text of a campaign file to its cells and trials on the enrolled devices. Pure; yields often, so that the caller
 * can pause in between.
 * @throws BadCampaign with every finding and its place in the file.
 */
export function* planCampaign(
  source: string,
  sourceName: string,
  devices: readonly PlannableDevice[],
  mayAllowCommands: boolean,
  limits: CampaignLimits,
): Generator<void, CampaignPlan> {
  const parsed = parseCampaignFile(source, sourceName);
  yield;
  if (!parsed.ok) {
    const unknown = yield* describe(findUnknownParts(parsed.sound, devices), source, sourceName);
    throw new BadCampaign(sourceName, [...parsed.errors, ...unknown].sort(byPlace).slice(0, MAX_FINDINGS));
  }
  const { spec } = parsed;
  const { selected, errors } = select(spec.devices, devices);
  const conditions = readConditions(spec.where);
  const offered = yield* expandSweep({ ...spec, keeps: conditions.keeps }, selected, limits);
  const shared = yield* shareCells(offered.perDevice, spec.devicesPerCell, spec.seed);
  const space = spec.strategy.name === 'search' ? yield* searchSpace(shared.perDevice) : null;
  const perDevice = space?.perDevice ?? shared.perDevice;
  const sweep = { ...offered, perDevice, errors: [...offered.errors, ...shared.errors] };
  const searches = space?.searches ?? null;
  const view = viewOf(spec, sweep, selected, searches);
  const forbidden = findForbiddenCommands(spec, selected, mayAllowCommands);
  const mixed = findMixedDevices(spec.devices, selected);
  const wrong = [...errors, ...mixed, ...forbidden, ...sweep.errors, ...conditions.errors];
  const found = [...wrong, ...(wrong.length === 0 ? nothingToMeasure(view) : []), ...tooManyTrials(view, limits)].slice(
    0,
    MAX_FINDINGS,
  );
  if (found.length > 0) throw refusal(sourceName, found, yield* describe(found, source, sourceName));
  const cells = yield* distinctCells(sweep);
  const strategy = strategySpecOf(spec);
  return {
    spec,
    strategy,
    cells,
    devices: yield* launchDevices(sweep, cells, selected),
    movable: movableIds(space?.devicesOf ?? shared.movable, selected),
    searches,
    selected,
    simulated: selected.some((device) => device.simulated),
    view,
  };
}

function select(selector: CampaignSpec['devices'], devices: readonly PlannableDevice[]) {
  const isRetired = ({ availability }: PlannableDevice): boolean => availability === 'retired';
  const retired = devices.filter(isRetired).map(({ name }) => name);
  return selectDevices(
    selector,
    devices.filter((device) => !isRetired(device)),
    retired,
  );
}

/** What no device has, in the parts of a file that can be read: whoever corrects the others need not come a second time. */
function findUnknownParts(
  { devices: selector, workloads = [], factors }: SoundParts,
  devices: readonly PlannableDevice[],
): SweepError[] {
  if (!selector) return [];
  const { selected, errors } = select(selector, devices);
  const wanted = factors ?? { ...fallbacks(), perClass: {} };
  return [...errors, ...findUnknownLevels({ workloads, factors: wanted }, selected)];
}

function* describe(
  errors: readonly SweepError[],
  source: string,
  sourceName: string,
): Generator<void, CampaignFinding[]> {
  const findings: CampaignFinding[] = [];
  const locate = campaignFileLocator(source, sourceName);
  for (const { path, message, nearest } of errors) {
    const shown = { where: locate(path), message: showUnseen(message) };
    findings.push({ ...shown, ...(nearest.length > 0 && { nearest: firstTexts(nearest, MAX_NEAREST).join('; ') }) });
    yield;
  }
  return findings;
}

/** A campaign without any trial would be complete at once, and nobody would know why. */
function nothingToMeasure({ trials }: PlanDraft): SweepError[] {
  if (trials > 0) return [];
  const message = 'nothing is left to measure: no selected device has a cell of what the file asks for';
  return [{ level: 'factors', message, nearest: [], path: [], unsatisfiable: true }];
}

function tooManyTrials({ trials, cells }: PlanDraft, { maxTrials }: CampaignLimits): SweepError[] {
  if (trials <= maxTrials) return [];
  const message = `${trials} trials of ${cells} cells on all devices; at most ${maxTrials} in one campaign`;
  return [{ level: 'repetitions', message, nearest: [], path: ['repetitions'] }];
}

function refusal(sourceName: string, errors: readonly SweepError[], findings: CampaignFinding[]): BadCampaign {
  const isRight = errors.every(({ unsatisfiable }) => unsatisfiable);
  return new BadCampaign(sourceName, findings, isRight ? 'unsatisfiable' : 'bad_campaign');
}

function strategySpecOf({ strategy, repeat, repetitions, order, seed, sentinel }: CampaignSpec): StrategySpec {
  const common = { repetitions, order, seed, ...(sentinel && { sentinelEvery: sentinel.everyTrials }) };
  if (repeat) {
    const { until, max } = repeat;
    return { name: 'repeat-until', parameters: { ...common, until, max } };
  }
  if (strategy.name === 'search') {
    const { name, startFrom: _, ...own } = strategy;
    return { name, parameters: { ...common, ...own } };
  }
  const { name, ...own } = strategy;
  return { name, parameters: { ...common, ...own } } as StrategySpec;
}

/** Devices with the same levels share their cells. */
function* distinctCells(sweep: SweepPlan): Generator<void, Cell[]> {
  const byKey = new Map<string, Cell>();
  for (const cells of new Set(sweep.perDevice.map((device) => device.cells))) {
    for (const cell of cells) {
      byKey.set(cell.cellKey, cell);
      yield;
    }
  }
  for (const { sentinel } of sweep.perDevice) if (sentinel) byKey.set(sentinel.cellKey, sentinel);
  return yield* sortInSteps([...byKey.values()], (a, b) => (a.cellKey < b.cellKey ? -1 : 1));
}

function* launchDevices(
  sweep: SweepPlan,
  cells: readonly Cell[],
  devices: readonly PlannableDevice[],
): Generator<void, LaunchDevice[]> {
  const ids = new Map(devices.map((device) => [device.name, device.deviceId]));
  const indices = new Map<string, number>();
  for (const [index, { cellKey }] of cells.entries()) {
    indices.set(cellKey, index);
    yield;
  }
  const shared = new Map<readonly Cell[], number[]>();
  const launch: LaunchDevice[] = [];
  for (const { device, cells: own, sentinel } of sweep.perDevice) {
    const known = shared.get(own) ?? own.map(({ cellKey }) => indices.get(cellKey)!);
    shared.set(own, known);
    const sentinelIndex = sentinel && indices.get(sentinel.cellKey)!;
    launch.push({ deviceId: ids.get(device)!, name: device, cells: known, sentinel: sentinelIndex });
    yield;
  }
  return launch;
}

function movableIds(
  movable: ReadonlyMap<string, readonly string[]>,
  devices: readonly PlannableDevice[],
): Map<string, readonly string[]> {
  const ids = new Map(devices.map(({ name, deviceId }) => [name, deviceId]));
  const shared = new Map<readonly string[], readonly string[]>();
  const idsOf = (names: readonly string[]): readonly string[] => {
    const known = shared.get(names) ?? names.map((name) => ids.get(name)!);
    shared.set(names, known);
    return known;
  };
  return new Map([...movable].map(([cellKey, names]) => [cellKey, idsOf(names)]));
}

const STARTS: ReadonlySet<string> = new Set(['ready', 'leased', 'cooling']);

/** Devices on which nothing can be measured now: whoever launches would wait for them without knowing. */
function* waitingFor(devices: readonly PlannableDevice[]): Generator<string> {
  const waiting = devices.filter(({ availability }) => !STARTS.has(availability));
  for (const { name, availability } of waiting) {
    yield `${name} is ${describeAvailability(availability)}: its trials wait until it is ready (${commandInText(`device show ${name}`)})`;
  }
  if (waiting.length > 0 && waiting.length === devices.length) yield 'no selected device can start now';
}

/** Of a launch, on a device that has so many cells and a sentinel cell. */
export function sentinelTrialsOn({ repetitions, sentinel }: CampaignSpec, cells: number): number {
  return sentinel ? countSentinels(cells * repetitions, sentinel.everyTrials) : 0;
}

function viewOf(
  spec: CampaignSpec,
  sweep: SweepPlan,
  selected: readonly PlannableDevice[],
  searches: readonly PlannedSearch[] | null,
): PlanDraft {
  const searched = searches && trialsOnDevices(spec, searches);
  const factsOf = new Map(selected.map(({ name, facts }) => [name, facts]));
  const devices = sweep.perDevice.map(({ device, deviceClass, cells, sentinel, notes }) => ({
    device,
    deviceClass,
    cells: cells.length,
    trials: searched
      ? (searched.get(device) ?? 0)
      : cells.length * spec.repetitions + (sentinel ? sentinelTrialsOn(spec, cells.length) : 0),
    conditions: conditionsOf(device, factsOf.get(device)!),
    notes: firstTexts(notes, MAX_NOTES),
  }));
  const sum = (of: (device: (typeof devices)[number]) => number): number => devices.reduce((n, d) => n + of(d), 0);
  return {
    protocol: protocolOf(spec),
    devices,
    cells: sum((d) => d.cells),
    trials: sum((d) => d.trials),
    search: searches && sizeOfSearches(spec, searches),
    warnings: firstTexts([...sweep.warnings, ...waitingFor(selected)], MAX_WARNINGS),
  };
}
