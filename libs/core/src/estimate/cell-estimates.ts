import type { Cell } from '../sweep/cell';
import { workKey } from '../sweep/work-key';
import {
  fitCellModel,
  modelGroup,
  predict,
  regressorsOf,
  type CellModel,
  type ModelPoint,
  type Regressors,
  type TopClocks,
} from './cell-model';
import { poolName, type Histories, type History } from './measured-cells';

/** Where an estimate comes from. */
export const ESTIMATE_SOURCES = ['device', 'class', 'model', 'none'] as const;
export type EstimateSource = (typeof ESTIMATE_SOURCES)[number];

/** Of one inference in one cell; its uncertainty depends on the source. */
export interface CellEstimate {
  readonly source: Exclude<EstimateSource, 'none'>;
  readonly ms: number;
  readonly mj: number;
  /** Trials that it is the mean of. */
  readonly trials: number;
  /** Of a model: which one, and where in it. */
  readonly fitted: { readonly model: CellModel; readonly at: Regressors } | null;
}

/** A cell of the plan as the histories know it. */
export interface CellIdentity {
  readonly key: string;
  readonly group: string;
  readonly at: Regressors;
}

/** Whose cells are looked up. */
export interface Owner {
  readonly deviceId: string;
  readonly deviceClass: string;
  readonly simulated: boolean;
}

/** What every cell of a plan is looked up by: computed once, because devices share cells. Yields often. */
export function* identifyCells(
  cells: readonly Cell[],
  tops: ReadonlyMap<string, TopClocks>,
): Generator<void, CellIdentity[]> {
  const identities: CellIdentity[] = [];
  for (const { deviceClass, levels } of cells) {
    const at = regressorsOf(levels, tops.get(deviceClass)!);
    identities.push({ key: workKey(deviceClass, levels, levels), group: modelGroup(levels, levels), at });
    yield;
  }
  return identities;
}

/** Looks cells up: on the device, else in its class, else in a model of the one or the other. */
export class CellEstimator {
  private readonly models = new Map<History, Map<string, CellModel | null>>();

  constructor(
    private readonly histories: Histories,
    private readonly tops: ReadonlyMap<string, TopClocks>,
  ) {}

  /** Null: nothing is known that is near enough. Yields often. */
  *estimate(owner: Owner, cell: CellIdentity): Generator<void, CellEstimate | null> {
    const own = this.histories.devices.get(owner.deviceId);
    const ofClass = this.histories.classes.get(poolName(owner));
    return (
      (own && measured(own, cell, 'device')) ??
      (ofClass && measured(ofClass, cell, 'class')) ??
      (own && (yield* this.modelled(own, owner, cell))) ??
      (ofClass && (yield* this.modelled(ofClass, owner, cell))) ??
      null
    );
  }

  private *modelled(history: History, owner: Owner, { group, at }: CellIdentity): Generator<void, CellEstimate | null> {
    const model = yield* this.modelOf(history, owner, group);
    const found = model && predict(model, at);
    if (!found) return null;
    const { msPerInference: ms, mw } = found;
    return { source: 'model', ms, mj: (ms * mw) / 1000, trials: 1, fitted: { model, at } };
  }

  private *modelOf(history: History, { deviceClass }: Owner, group: string): Generator<void, CellModel | null> {
    const ofHistory = this.models.get(history) ?? new Map<string, CellModel | null>();
    this.models.set(history, ofHistory);
    const known = ofHistory.get(group);
    if (known !== undefined) return known;
    const top = this.tops.get(deviceClass)!;
    const points: ModelPoint[] = [];
    for (const measured of history.groups.get(group) ?? []) {
      points.push({ at: regressorsOf(measured.levels, top), measured });
      yield;
    }
    const model = yield* fitCellModel(points);
    ofHistory.set(group, model);
    return model;
  }
}

function measured(history: History, { key }: CellIdentity, source: 'device' | 'class'): CellEstimate | undefined {
  const cell = history.cells.get(key);
  return cell && { source, ms: cell.msPerInference, mj: cell.mjPerInference, trials: cell.trials, fitted: null };
}
