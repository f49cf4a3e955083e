/** One level of a factor, as the cell's key, the database, the API and the agent have it. */
export type Level = number | string | boolean | null;

/**
 * A clock pinned to one frequency, or left to the governor: over its whole table (`dvfs`), or within the limits in force on the
 * device (`stock`), such as those of a power mode.
 */
export type Clock = number | 'dvfs' | 'stock';

/** How a clock is varied. All figures in Hz, also for the CPU: a campaign file may write any unit of frequency. */
export type ClockFactor =
  /** Every step of the table; with `every` each n-th, the lowest first. */
  | { readonly kind: 'all'; readonly every?: number }
  | { readonly kind: 'levels'; readonly levelsHz: readonly Clock[] }
  /**
   * `levels` of the table's entries inside the range, ends included; null is every entry inside. With `every` each n-th instead, the
   * lowest first.
   */
  | {
      readonly kind: 'range';
      readonly fromHz: number;
      readonly toHz: number;
      readonly levels: number | null;
      readonly every?: number;
    };

/** How a campaign file writes the levels of a factor: what `contracts` builds the schema of the factor from. */
export type Grammar =
  /** `all`, `dvfs`, `stock`, a frequency with its unit, a list of those, or `{from, to, levels}`. */
  | { readonly kind: 'frequency' }
  /** One of the words or a list; `default` is what the device has by itself, `all` what it offers. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly hasAll?: boolean }
  /** `true`, `false` or both; `default` is what the workload does by itself. */
  | { readonly kind: 'switch' }
  /** Figures, texts, `true` and `false`, or a list of them. */
  | { readonly kind: 'free' }
  /** A name that the device gives, or a list; `default` and `all`. */
  | { readonly kind: 'name' }
  /** A whole number or a list; `default` and `all` only where the device has a value by itself. */
  | { readonly kind: 'count'; readonly min: number; readonly max: number; readonly hasDefault: boolean };

/** What a probe of a device says about its knobs, as far as factors read it. */
export interface OfferFacts {
  /** Of the device tree; left out: it is a Jetson. */
  readonly compatible?: readonly string[];
  /** Whether every clock can be written; left out: it can. */
  readonly canSetClocks?: boolean;
  readonly cpuPolicies: readonly {
    readonly frequenciesKhz: readonly number[];
    readonly governors: readonly string[];
    /** The one that it has by itself. */
    readonly governor?: string;
    /** The limits in force. */
    readonly minKhz?: number;
    readonly maxKhz?: number;
  }[];
  readonly gpu: {
    readonly frequenciesHz: readonly number[];
    readonly governors: readonly string[];
    /** The one that it has by itself. */
    readonly governor?: string;
    /** The limits in force. */
    readonly minHz?: number;
    readonly maxHz?: number;
  } | null;
  readonly powerMode?: { readonly id: number; readonly name: string | null } | null;
  /** All modes of the board. */
  readonly powerModes?: readonly PowerModeFacts[];
  /** Knobs that not every device has, by the key of their factor. */
  readonly knobs: Readonly<Partial<Record<string, KnobFacts>>>;
}

export interface PowerModeFacts {
  readonly name: string;
  /** What it limits; null: nothing. */
  readonly meaning: {
    readonly cores: number | null;
    readonly cpuMaxKhz: number | null;
    readonly gpuMaxHz: number | null;
    readonly emcMaxHz: number | null;
  };
  /** Why it cannot be set while the board runs; null: it can. */
  readonly reason: string | null;
}

export interface KnobFacts {
  /** Levels that can be set; empty when the knob cannot be used. */
  readonly levels: readonly (number | string)[];
  /** Why there are none. */
  readonly reason: string | null;
}

/** A device as a factor sees it. */
export interface OfferingDevice {
  readonly name: string;
  readonly facts: OfferFacts;
  /** Cells set its power mode: the limits in force are not those that its facts have. */
  readonly variesMode?: boolean;
}

/** The levels of one factor on one device, in order, and what was changed or left out, for a reader. */
export interface SnappedFactor<L extends Level> {
  readonly levels: readonly L[];
  readonly notes: readonly string[];
}

/** A level that no device of some has; `path` leads on from the factor's place in the campaign file. */
export interface UnknownLevel {
  readonly level: string;
  readonly message: string;
  readonly nearest: readonly string[];
  readonly path: readonly (string | number)[];
}

/**
 * All that the controller knows about one factor. `L` are its levels, `W` is what a campaign file asks for after
 * parsing. The agent has one module for each device factor, under the same `key`.
 */
export interface Factor<Name extends string, Key extends string, L extends Level, W> {
  /** As in a campaign file: `gpuFrequency`. */
  readonly name: Name;
  /** As in a cell's levels, in exports and in the agent's point, with the unit: `gpuHz`. */
  readonly key: Key;
  /** Title of a column for people. */
  readonly title: string;
  /** Of a level; null for words and counts. */
  readonly unit: string | null;
  readonly grammar: Grammar;
  /** Whether the device is set to it before a trial, or handed to the workload. */
  readonly appliedTo: 'device' | 'workload';
  /** Not every device or workload has it: a cell leaves it unset unless it is asked for. */
  readonly optional: boolean;
  /** Name of the free parameter of a user's own command that the factor is; left out: the factor is one of the registry. */
  readonly parameter?: string;
  /** The level of a device factor that changes nothing, and of a cell that was stored before the factor was known. */
  readonly unset: L;
  /** Wanted when the campaign file does not name the factor. */
  readonly fallback: W;
  /** Varied only where another factor, which stands before it in the registry, has one of some levels. */
  readonly onlyWhere?: { readonly key: string; readonly levels: readonly Level[] };
  /** What of the wanted levels one device can take, ascending. */
  snap(wanted: W, device: OfferingDevice): SnappedFactor<L>;
  /** The wanted levels that none of the devices has. */
  findUnknown(wanted: W, devices: readonly OfferingDevice[]): Iterable<UnknownLevel>;
  /** A level as a campaign file writes it. */
  format(level: L): string;
}
