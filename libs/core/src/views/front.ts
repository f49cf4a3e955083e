import type { ComparisonRow } from '../comparison/compare-cells';
import { groupBy } from '../comparison/group-by';
import { type Interval, intervalFromLog } from '../statistics/interval';
import { sortInSteps } from '../sweep/sort-in-steps';
import { beats, type FrontCandidate } from './front-candidate';
import { KeptFronts } from './kept-fronts';
import { kneeOf } from './knee';
import type { PublishedAccuracy } from './published-accuracy';
import { pointOf, subjectOf, type ViewPoint, type ViewSubject } from './view-point';

/**
 * `certain`: no cell may beat it, whatever the intervals leave open; `possible`: none that is ranked beats it significantly; `off`: one does;
 * `unranked`: its trust grade is too low to say.
 */
export type Standing = 'certain' | 'possible' | 'off' | 'unranked';

export interface FrontMember extends ViewSubject {
  point: ViewPoint;
  standing: Standing;
  /** Whether it is on the front by the estimates alone. */
  byEstimate: boolean;
  isBaseline: boolean;
  isKnee: boolean;
  accuracy: PublishedAccuracy | null;
  /** Published accuracy in percent by energy per inference in joules. */
  accuracyPctPerJ: Interval | null;
}

export interface ParetoFrontView {
  /** Cells of one device and workload; of one workload on all devices; or of all models of one benchmark, with accuracy as an axis. */
  scope: 'device' | 'workload' | 'benchmark';
  device: string | null;
  workload: string | null;
  benchmark: string | null;
  /** How many cells were compared. */
  cells: number;
  /** Of these, how many have a trust grade that is too low to rank. */
  tooLow: number;
  /** By rising energy; baselines that are off it are among them. */
  members: FrontMember[];
}

/** A front whose members are not described yet. */
export interface Front extends Omit<ParetoFrontView, 'members'> {
  /** By rising energy: its members, and the baselines that are off it. */
  shown: Ranked[];
  knee: FrontCandidate | null;
}

/** A candidate with where it stands. */
export interface Ranked {
  candidate: FrontCandidate;
  standing: Standing;
  byEstimate: boolean;
}

/**
 * Pareto fronts of energy and time per inference, aware of uncertainty: a cell is off the front only where another one beats it
 * significantly in both (`beats`). One whose trust grade is too low to rank takes no ranked one off the front, and has no standing on it. Batch sizes and options of a workload are compared together. Fronts across devices, and across the
 * models of a benchmark, are made of the members of each device's front. Yields often.
 *
 * @param kept what earlier calls found out about the same rows.
 */
export function* frontsOf(rows: readonly ComparisonRow[], kept = new KeptFronts<Ranked[]>()): Generator<void, Front[]> {
  const fronts: Front[] = [];
  const onDevices: FrontCandidate[] = [];
  for (const group of yield* groupBy(rows, ({ device, workload }) => JSON.stringify([device, workload]))) {
    const candidates = group.flatMap((row) => kept.candidatesOf(row));
    const ranked = yield* rank(candidates, false, 'device', kept);
    onDevices.push(...shownOf(ranked).map(({ candidate }) => candidate));
    fronts.push(frontOf('device', ranked, { device: group[0]!.device, workload: group[0]!.workload }));
  }
  for (const group of yield* groupBy(onDevices, ({ row }) => row.workload)) {
    if (new Set(group.map(({ row }) => row.device)).size < 2) continue;
    const ranked = yield* rank(group, false, 'workload', kept);
    fronts.push(frontOf('workload', ranked, { workload: group[0]!.row.workload }));
  }
  const published = onDevices.filter(({ accuracy }) => accuracy !== null);
  for (const group of yield* groupBy(published, ({ accuracy }) => accuracy!.benchmark)) {
    if (new Set(group.map(({ row }) => row.workload)).size < 2) continue;
    fronts.push(
      frontOf('benchmark', yield* rank(group, true, 'benchmark', kept), { benchmark: group[0]!.accuracy!.benchmark }),
    );
  }
  return fronts;
}

/** What a front shows: its members, and the baselines that are off it. */
function shownOf(ranked: readonly Ranked[]): Ranked[] {
  return ranked.filter(({ standing, candidate }) => standing !== 'off' || candidate.isBaseline);
}

function* rank(
  candidates: readonly FrontCandidate[],
  withAccuracy: boolean,
  scope: ParetoFrontView['scope'],
  kept: KeptFronts<Ranked[]>,
): Generator<void, Ranked[]> {
  const known = kept.find(scope, candidates);
  if (known) return known;
  const ranked = yield* rankAnew(candidates, withAccuracy);
  kept.keep(scope, candidates, ranked);
  return ranked;
}

/** Where each candidate stands, by rising energy. Yields often. */
function* rankAnew(candidates: readonly FrontCandidate[], withAccuracy: boolean): Generator<void, Ranked[]> {
  const sorted = yield* sortInSteps(candidates, (a, b) => a.logEnergy - b.logEnergy || a.logTime - b.logTime);
  const front = yield* frontByEstimate(sorted, withAccuracy);
  const rankable = sorted.filter((candidate) => candidate.rankable);
  const rankedFront = rankable.length === sorted.length ? front : yield* frontByEstimate(rankable, withAccuracy);
  const onFront = new Set(front);
  const ranked: Ranked[] = [];
  for (const candidate of sorted) {
    const beaters = candidate.rankable ? rankedFront : front;
    const isOff = beaters.some((other) => beats(other, candidate, 1, withAccuracy));
    // What beats it by the estimates may beat it: only for the front by the estimates there is more to look at.
    const isOpen = () => !onFront.has(candidate) || sorted.some((other) => beats(other, candidate, -1, withAccuracy));
    const standing = isOff ? 'off' : !candidate.rankable ? 'unranked' : isOpen() ? 'possible' : 'certain';
    ranked.push({ candidate, standing, byEstimate: onFront.has(candidate) });
    yield;
  }
  return ranked;
}

/** What no other one beats by the estimates. Yields after each. */
function* frontByEstimate(sorted: readonly FrontCandidate[], withAccuracy: boolean): Generator<void, FrontCandidate[]> {
  const front: FrontCandidate[] = [];
  for (const candidate of sorted) {
    if (!front.some((other) => beats(other, candidate, 0, withAccuracy))) front.push(candidate);
    yield;
  }
  return front;
}

function frontOf(
  scope: Front['scope'],
  ranked: readonly Ranked[],
  of: Partial<Pick<Front, 'device' | 'workload' | 'benchmark'>>,
): Front {
  return {
    ...{ scope, device: null, workload: null, benchmark: null, ...of, cells: ranked.length },
    tooLow: ranked.filter(({ candidate }) => !candidate.rankable).length,
    shown: shownOf(ranked),
    knee: kneeOf(ranked.filter(({ byEstimate }) => byEstimate).map(({ candidate }) => candidate)),
  };
}

/** A front with its members: where they are more than `most`, those of the front by the estimates and baselines come first. */
export function frontView({ shown, knee, ...front }: Front, most = Infinity): ParetoFrontView {
  const members = firstOf(shown, most).map(({ candidate, standing, byEstimate }): FrontMember => {
    const { row, cell, isBaseline, accuracy } = candidate;
    const point = pointOf(row, cell);
    const perJ = accuracy && perJoule(accuracy, point);
    const isKnee = candidate === knee;
    return { ...subjectOf(row), point, standing, byEstimate, isBaseline, isKnee, accuracy, accuracyPctPerJ: perJ };
  });
  return { ...front, members };
}

/** In their order. */
function firstOf(shown: readonly Ranked[], most: number): readonly Ranked[] {
  if (shown.length <= most) return shown;
  const isWanted = ({ byEstimate, candidate }: Ranked): boolean => byEstimate || candidate.isBaseline;
  const wanted = [...shown.filter(isWanted), ...shown.filter(({ byEstimate }) => !byEstimate)];
  const kept = new Set(wanted.slice(0, most));
  return shown.filter((each) => kept.has(each));
}

function perJoule({ accuracyPct }: PublishedAccuracy, { energyMj, uncertaintyMj }: ViewPoint): Interval {
  return intervalFromLog(Math.log((1e3 * accuracyPct) / energyMj.estimate), uncertaintyMj / energyMj.estimate);
}
