import { factorLevels, type Cell, type FactorLevels, type ParameterLevel } from '@joulefleet/core';

/** A cell as nights know it. */
interface CellOfNight {
  cellKey: string;
  workload: string;
  graphMode: string;
  levels: Readonly<Partial<FactorLevels>>;
}

/** The cell of a series as another device has it. */
export function cellOn(device: string, of: { device: string; cell: string }): string {
  return device + of.cell.slice(of.device.length);
}

/** Cells over nights: what is under test differs from night to night, so it is no part of what a cell is. */
export class NightCells {
  private readonly versionKeys: readonly string[];

  /** @param parameters names of those that say what is under test. */
  constructor(parameters: readonly string[]) {
    this.versionKeys = parameters.map((name) => `parameters.${name}`);
  }

  /** The same in every night. */
  keyOf({ cellKey, workload, graphMode, levels }: CellOfNight): string {
    if (this.versionOf(levels) === null) return cellKey;
    const others = Object.entries(this.withoutVersion(factorLevels(levels)));
    return JSON.stringify([workload, graphMode, ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
  }

  /** A planned cell on a device: the `cell` of its series. */
  plannedOn(device: string, { cellKey, levels }: Cell): string {
    const { workload, graphMode } = levels;
    return `${device} ${this.keyOf({ cellKey, workload, graphMode, levels })}`;
  }

  withoutVersion<L extends object>(levels: L): L {
    const others = Object.entries(levels).filter(([key]) => !this.versionKeys.includes(key));
    return Object.fromEntries(others) as L;
  }

  /** What is under test in a cell; null: it does not say, or its parameters say different things. */
  versionOf(levels: Readonly<Partial<FactorLevels>>): string | null {
    const of = levels as Readonly<Record<string, ParameterLevel | null>>;
    const [version, ...others] = new Set(this.versionKeys.map((key) => of[key] ?? null));
    return version === undefined || version === null || others.length > 0 ? null : String(version);
  }
}
