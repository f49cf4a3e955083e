import type { TraceView } from '@joulefleet/contracts';
import { ApiFailure } from '../api/api-failure';
import { levelFor, tilesOf, type Tile, type TiledTrace } from './tiles';
import type { TimeRange } from './time-range';

/** About 100 kB each with three rails. */
const MAX_TILES = 96;
const MAX_REQUESTS = 3;
/** Key of the part that is all of it. */
const WHOLE = '0/0';
const RETRY_MS = 2_000;
const US_PER_S = 1e6;
const MW_PER_W = 1e3;

/** What is drawn: times in s since the trace began, then the power of each rail in W. */
export type PlotColumns = number[][];

interface TileSource {
  read: (range: TimeRange, signal: AbortSignal) => Promise<TraceView>;
  /** More can be drawn than before. */
  onMore: () => void;
  /** Null: it works again. */
  onFailure: (failure: ApiFailure | null) => void;
}

/**
 * Parts of a trace as they were read, kept by level and place. A view is drawn of the finest parts that are there, while better ones
 * are read: first those in sight, then their neighbours. What nobody looks at any more is not waited for.
 */
export class TileStore {
  private readonly kept = new Map<string, PlotColumns>();
  private readonly requests = new Map<string, AbortController>();
  private extremes: readonly [number, number] = [0, 1];
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly trace: TiledTrace,
    private readonly source: TileSource,
  ) {}

  /** Null: nothing of it is there yet. */
  columnsFor(view: TimeRange, widthPx: number): PlotColumns | null {
    const level = levelFor(view, widthPx, this.trace);
    this.readMissing(view, level);
    for (let coarser = level; coarser >= 0; coarser--) {
      const found = tilesOf(view, coarser, this.trace).map(({ key }) => this.use(key));
      if (found.every((tile) => tile !== undefined)) return joined(found);
    }
    return null;
  }

  /** Scale of power in W that fits the whole trace: it does not move while one looks around. A part keeps the extremes of its samples. */
  powerScale(): readonly [number, number] {
    return this.extremes;
  }

  close(): void {
    clearTimeout(this.retry);
    this.requests.forEach((request) => request.abort());
    this.requests.clear();
  }

  private use(key: string): PlotColumns | undefined {
    const tile = this.kept.get(key);
    if (tile === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, tile);
    return tile;
  }

  private readMissing(view: TimeRange, level: number): void {
    const whole = tilesOf(this.trace, 0, this.trace);
    const inSight = tilesOf(view, level, this.trace);
    const beside = tilesOf(view, level, this.trace, 1);
    const wanted = new Map([...whole, ...inSight, ...beside].map((tile) => [tile.key, tile]));
    for (const [key, request] of this.requests) {
      if (!wanted.has(key)) request.abort();
    }
    if (this.retry !== undefined) return;
    for (const tile of wanted.values()) {
      if (this.requests.size >= MAX_REQUESTS) return;
      if (!this.kept.has(tile.key) && !this.requests.has(tile.key)) void this.read(tile);
    }
  }

  private async read(tile: Tile): Promise<void> {
    const request = new AbortController();
    this.requests.set(tile.key, request);
    try {
      const view = await this.source.read(tile, request.signal);
      this.keep(tile.key, columnsOf(view, this.trace.startUs));
      this.source.onFailure(null);
    } catch (error) {
      if (!request.signal.aborted) this.fail(error);
    } finally {
      if (this.requests.get(tile.key) === request) this.requests.delete(tile.key);
    }
    if (!request.signal.aborted) this.source.onMore();
  }

  private keep(key: string, columns: PlotColumns): void {
    this.kept.set(key, columns);
    if (key === WHOLE) this.extremes = extremesOf(columns);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_TILES) return;
      this.kept.delete(oldest);
    }
  }

  /** What helps when it is tried again is tried again by itself. */
  private fail(error: unknown): void {
    if (!(error instanceof ApiFailure)) throw error;
    this.source.onFailure(error);
    this.retry = setTimeout(
      () => {
        this.retry = undefined;
        this.source.onMore();
      },
      error.problem.transient ? RETRY_MS : 10 * RETRY_MS,
    );
  }
}

function columnsOf({ tUs, powerMw }: TraceView, startUs: number): PlotColumns {
  return [tUs.map((t) => (t - startUs) / US_PER_S), ...powerMw.map((rail) => rail.map((power) => power / MW_PER_W))];
}

function joined(tiles: readonly PlotColumns[]): PlotColumns {
  const [first, ...others] = tiles;
  if (others.length === 0) return first ?? [];
  return first!.map((_, column) => ([] as number[]).concat(...tiles.map((tile) => tile[column]!)));
}

/** Zero is on the scale. */
function extremesOf([, ...rails]: PlotColumns): readonly [number, number] {
  const all = rails.flat();
  const greatest = all.reduce((most, power) => Math.max(most, power), 0);
  return [all.reduce((least, power) => Math.min(least, power), 0), greatest > 0 ? greatest : 1];
}
