import { pctAsLog, shuffle, type Random } from '@joulefleet/core';
import type { Alarm, Detector } from './detector';
import { CELLS, EXECUTIONS, SERIES, type NightGenerator } from './simulated-fleet';

export const LEARNING_NIGHTS = 60;
export const SCORED_NIGHTS = 365;
/** Nights from one change to the next. */
const APART = 16;
/** What a drift adds to a cell in a night, in percent. */
const DRIFT_PCT = 0.2;

/** How many of the nights in which nothing changed, after those for learning, had an alarm. */
export function simulateQuiet(generator: NightGenerator, detector: Detector): { nights: number; alarmed: number } {
  const still = { former: () => 0, present: () => 0 };
  let alarmed = 0;
  for (let night = 0; night < LEARNING_NIGHTS + SCORED_NIGHTS; night++) {
    const alarms = detector.night(generator.next(still.present), still);
    alarmed += Number(night >= LEARNING_NIGHTS && alarms.length > 0);
  }
  return { nights: SCORED_NIGHTS, alarmed };
}

/** `pct`: a step; `drift`: so much more each night. */
export type Change = { pct: number } | 'drift';

/** Changes that one fleet has time for. */
const MAX_CHANGES = Math.floor(SCORED_NIGHTS / APART);

/**
 * Changes in single cells, one after the other in random cells and directions. A night counts when the cell was measured in it.
 *
 * @returns of each change the measured nights until its first alarm in the right direction, 1 for the first night; Infinity for none in 15.
 */
export function simulateChanges(
  change: Change,
  generator: NightGenerator,
  detector: Detector,
  random: Random,
  changes = MAX_CHANGES,
): number[] {
  const fleet = new ChangingFleet(generator, detector);
  for (let night = 0; night < LEARNING_NIGHTS; night++) fleet.next();
  return shuffle(CELLS, random)
    .slice(0, changes)
    .map((cell) => {
      const found = nightsUntilFound(change, cell, random() < 0.5 ? -1 : 1, fleet);
      if (found === Infinity) detector.accept(cell, ACCEPTED_NIGHTS);
      fleet.accept(cell);
      fleet.next();
      return found;
    });
}

/** After a change that was not found, so many nights are made the reference. */
const ACCEPTED_NIGHTS = 7;

/** Versions of the cells over the nights. */
class ChangingFleet {
  private readonly present = new Float64Array(SERIES.length);
  private readonly former = new Float64Array(SERIES.length);
  private readonly versions = { former: (i: number) => this.former[i]!, present: (i: number) => this.present[i]! };

  constructor(
    private readonly generator: NightGenerator,
    private readonly detector: Detector,
  ) {}

  /** Tonight's alarms, and whether a cell was measured. */
  next(): { alarms: Alarm[]; measured: (cell: number) => boolean } {
    const night = this.generator.next(this.versions.present);
    const alarms = this.detector.night(night, this.versions);
    return { alarms, measured: (cell) => !Number.isNaN(night.executions[cell * EXECUTIONS]!) };
  }

  shift(cell: number, shift: number): void {
    this.present[cell] = this.present[cell]! + shift;
  }

  /** The version under test becomes the one that later ones are measured against. */
  accept(cell: number): void {
    this.former[cell] = this.present[cell]!;
  }
}

function nightsUntilFound(change: Change, cell: number, direction: number, fleet: ChangingFleet): number {
  let [measuredNights, found] = [0, Infinity];
  if (change !== 'drift') fleet.shift(cell, direction * pctAsLog(change.pct));
  for (let night = 1; night < APART; night++) {
    if (change === 'drift' && found === Infinity) fleet.shift(cell, direction * pctAsLog(DRIFT_PCT));
    const { alarms, measured } = fleet.next();
    measuredNights += Number(measured(cell));
    if (found < Infinity) continue;
    const right = alarms.some((alarm) => alarm.direction === direction && alarm.members.includes(cell));
    if (!right) continue;
    found = measuredNights;
    fleet.accept(cell);
  }
  return found;
}
