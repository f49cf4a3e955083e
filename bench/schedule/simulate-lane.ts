import { decideTicks, type DecidedTicks, type Random, type TickRound } from '@joulefleet/core';
import type { Lane } from './draw-lane';
import type { TickBook } from './tick-book';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What was done in a lane: the rows, and the ticks whose nights were started. */
export interface LaneRecord {
  rows: DecidedTicks[];
  started: number[];
}

/** What disturbs a lane, drawn for each round. */
interface World {
  nowMs: number;
  /** How far the clocks of two controllers are off, in ms. */
  off: [number, number];
  runningUntilMs: number;
  paused: boolean;
}

/**
 * Lets one or two controllers decide a schedule's ticks over its days, round by round, while their clocks are set, they are
 * restarted or away for days, the leader changes, and nights last longer than a day. At the end all clocks are right.
 */
export async function simulateLane(lane: Lane, book: TickBook, random: Random): Promise<LaneRecord> {
  const world: World = { nowMs: lane.fromMs, off: [0, 0], runningUntilMs: 0, paused: false };
  const started: number[] = [];
  while (world.nowMs < lane.untilMs) {
    world.nowMs = Math.min(lane.untilMs, world.nowMs + stepMs(random));
    disturb(world, random);
    if (world.nowMs === lane.untilMs) world.off = [0, 0];
    await runRound(lane, book, world, random, started);
  }
  return { rows: await book.ticks(), started };
}

/** Mostly a while between two rounds in which a tick may come; at times a controller that is away. */
function stepMs(random: Random): number {
  const draw = random();
  if (draw < 0.6) return random() * 10 * MINUTE_MS;
  if (draw < 0.98) return random() * 6 * HOUR_MS;
  return random() * 96 * HOUR_MS;
}

function disturb(world: World, random: Random): void {
  const draw = random();
  if (draw < 0.05) world.off[draw < 0.025 ? 0 : 1] = (random() * 2 - 1) * 2 * HOUR_MS;
  else if (draw < 0.15) world.off = [0, 0];
  if (random() < 0.01) world.paused = !world.paused;
}

/** One leader decides, or two that both take themselves for it; at times one is gone before it has stored anything. */
async function runRound(lane: Lane, book: TickBook, world: World, random: Random, started: number[]): Promise<void> {
  for (let more = true; more;) {
    const from = await book.read();
    const state = {
      ...from,
      running: world.nowMs < world.runningUntilMs,
      paused: world.paused,
      ownerDisabled: false,
    };
    const deciders = random() < 0.2 ? [0, 1] : [random() < 0.5 ? 0 : 1];
    const rounds = deciders.map((who) => decideTicks(lane.rule, state, Math.min(nowOf(world, who), lane.untilMs)));
    const lost = world.nowMs < lane.untilMs && random() < 0.02;
    if (lost) return;
    const kept = await Promise.all(rounds.map((round) => book.commit(from, round)));
    rounds.forEach((round, at) => kept[at] && startNights(round, world, random, started));
    more = rounds.some((round) => round.more);
  }
}

function nowOf({ nowMs, off }: World, who: number): number {
  return nowMs + off[who]!;
}

function startNights({ decided }: TickRound, world: World, random: Random, started: number[]): void {
  for (const { tickMs, skipped } of decided) {
    if (skipped !== null) continue;
    started.push(tickMs);
    world.runningUntilMs = world.nowMs + random() * 30 * HOUR_MS;
  }
}
