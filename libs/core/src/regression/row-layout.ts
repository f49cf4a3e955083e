import { groupedBy } from '../comparison/group-by';
import type { NightSeries } from './night-series';

/** With fewer members a group is no more than its series. */
const MIN_MEMBERS = 3;

/** The series of one device and metric, whose common movement is taken off. */
export interface Lane {
  row: number;
  device: string;
  metric: string;
  sentinels: number[];
  siblings: number[];
}

/** The rows of a judge: the series in their order, then a row for each device and metric, then one for each group and metric. */
export interface RowLayout {
  size: number;
  lanes: Lane[];
  groups: RowGroup[];
  /** Rows that scatter alike: those of the series of a metric, of its devices, of its groups. Series come first. */
  pools: { metric: string; kind: RowName['kind']; rows: number[] }[];
  describe(row: number): RowName;
  /** The lane of a series; null of a device or a group. */
  laneOf(row: number): number | null;
  find(name: Pick<RowName, 'kind' | 'key' | 'metric'>): number | null;
}

interface RowGroup {
  row: number;
  members: number[];
  key: string;
  metric: string;
}

export interface RowName {
  kind: 'series' | 'sentinel' | 'group' | 'device';
  key: string;
  metric: string;
  members: readonly number[];
}

export function layOutRows(series: readonly NightSeries[]): RowLayout {
  const lanes = lanesOf(series);
  const groups = groupsOf(series, series.length + lanes.length);
  const names: RowName[] = [
    ...series.map(({ key, metric, sentinel }, row) => ({
      ...{ kind: sentinel ? ('sentinel' as const) : ('series' as const), key, metric, members: [row] },
    })),
    ...lanes.map(({ device, metric, siblings }) => ({
      kind: 'device' as const,
      key: device,
      metric,
      members: siblings,
    })),
    ...groups.map(({ key, metric, members }) => ({ kind: 'group' as const, key, metric, members })),
  ];
  const laneOf = new Map(
    lanes.flatMap(({ row, sentinels, siblings }) => [...sentinels, ...siblings].map((each) => [each, row])),
  );
  const rowOf = new Map(names.map((name, row) => [nameKey(name), row]));
  return {
    ...{ size: names.length, lanes, groups, pools: poolsOf(names) },
    describe: (row) => names[row]!,
    laneOf: (row) => laneOf.get(row) ?? null,
    find: (name) => rowOf.get(nameKey(name)) ?? null,
  };
}

const nameKey = ({ kind, key, metric }: Pick<RowName, 'kind' | 'key' | 'metric'>): string =>
  JSON.stringify([kind === 'sentinel' ? 'series' : kind, key, metric]);

function poolsOf(names: readonly RowName[]): RowLayout['pools'] {
  const pooledKind = (row: number): RowName['kind'] => (names[row]!.kind === 'sentinel' ? 'series' : names[row]!.kind);
  const rows = names.map((_, row) => row);
  const pools = [...groupedBy(rows, (row) => JSON.stringify([pooledKind(row), names[row]!.metric])).values()];
  return pools.map((pool) => ({ metric: names[pool[0]!]!.metric, kind: pooledKind(pool[0]!), rows: pool }));
}

function lanesOf(series: readonly NightSeries[]): Lane[] {
  const byLane = groupRows(series, ({ device, metric }) => [[device, metric]]);
  return byLane.map(([{ device, metric }, rows], i) => ({
    ...{ row: series.length + i, device, metric },
    sentinels: rows.filter((row) => series[row]!.sentinel),
    siblings: rows.filter((row) => !series[row]!.sentinel),
  }));
}

function groupsOf(series: readonly NightSeries[], firstRow: number): RowGroup[] {
  const judged = series.map((each) => (each.sentinel ? { ...each, groups: [] } : each));
  return groupRows(judged, ({ groups, metric }) => groups.map((group) => [group, metric]))
    .filter(([, members]) => members.length >= MIN_MEMBERS)
    .map(([{ metric }, members, [key]], i) => ({ row: firstRow + i, members, key: key!, metric }));
}

/** Rows by each of their keys, with the first series of the key. */
function groupRows(series: readonly NightSeries[], keysOf: (each: NightSeries) => string[][]) {
  const found = new Map<string, [NightSeries, number[], string[]]>();
  series.forEach((each, row) => {
    for (const key of keysOf(each)) {
      const text = JSON.stringify(key);
      const entry = found.get(text) ?? [each, [], key];
      entry[1].push(row);
      found.set(text, entry);
    }
  });
  return [...found.values()];
}
