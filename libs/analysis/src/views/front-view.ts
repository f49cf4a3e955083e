import {
  describeWork,
  frontsOf,
  frontView,
  KeptFronts,
  type ComparisonRow,
  type ParetoFrontView,
  type Ranked,
} from '@joulefleet/core';

const MAX_FRONTS = 300;
/** Of all fronts together: about half a megabyte of JSON. */
const MAX_MEMBERS = 500;
/** For as long as the rows stay in memory. */
const kept = new KeptFronts<Ranked[]>();

interface Fronts {
  fronts: ParetoFrontView[];
  leftOut: { fronts: number; members: number };
  notes: string[];
}

/** The fronts of some rows. Where there are too many members, those of the front by the estimates come first. Yields often. */
export function* frontOf(rows: readonly ComparisonRow[]): Generator<void, Fronts> {
  const all = yield* frontsOf(rows, kept);
  let [room, left] = [MAX_MEMBERS, 0];
  const fronts = all.slice(0, MAX_FRONTS).map((front) => {
    const view = frontView(front, room);
    room -= view.members.length;
    left += front.shown.length - view.members.length;
    return view;
  });
  return { fronts, leftOut: { fronts: all.length - fronts.length, members: left }, notes: notesOf(rows) };
}

function notesOf(rows: readonly ComparisonRow[]): string[] {
  const lone = rows.filter(({ cells }) => cells.length === 1);
  return lone.map(
    (row) =>
      `${describeWork(row)} on ${row.device}, batch ${row.batchSize}: a single cell, which makes no front of its own`,
  );
}
