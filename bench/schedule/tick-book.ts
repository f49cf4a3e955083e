import type { DecidedTicks, TickRound } from '@joulefleet/core';
import { commitTicks, listTicks, newId, readDecided, type Database, type DecidedFrom } from '@joulefleet/store';
import type { Lane } from './draw-lane';

/** Where the decided ticks of one schedule are kept. */
export interface TickBook {
  read(): Promise<DecidedFrom>;
  /** False: somebody else has decided since. */
  commit(from: DecidedFrom, round: TickRound): Promise<boolean>;
  ticks(): Promise<DecidedTicks[]>;
}

/** By the rule of `commitTicks`, without a database. */
export function bookInMemory({ fromMs }: Lane): TickBook {
  let standing: DecidedFrom = { scheduleId: 'lane', decidedUntilMs: fromMs, waitingTickMs: null };
  const kept: DecidedTicks[] = [];
  return {
    read: () => Promise.resolve(standing),
    ticks: () => Promise.resolve(kept),
    commit: (from, { decided, decidedUntilMs, waitingTickMs }) => {
      const stands = from.decidedUntilMs === standing.decidedUntilMs && from.waitingTickMs === standing.waitingTickMs;
      if (stands) {
        kept.push(...decided);
        standing = { scheduleId: 'lane', decidedUntilMs, waitingTickMs };
      }
      return Promise.resolve(stands);
    },
  };
}

/** The product's rows. */
export async function bookInPostgres(database: Database, ownerId: string, { fromMs, rule }: Lane): Promise<TickBook> {
  const id = newId();
  const decidedUntil = new Date(fromMs);
  const data = { id, name: id, source: '', cron: '0 0 * * *', zone: rule.zone, ownerId, decidedUntil };
  await database.prisma.schedule.create({ data });
  return {
    read: async () => (await readDecided(database, id))!,
    commit: async (from, round) => {
      // A lane starts no night before the one before is over.
      const endedAt = new Date(from.decidedUntilMs);
      const open = { scheduleId: id, skipped: null, endedAt: null };
      await database.prisma.scheduleTick.updateMany({ where: open, data: { endedAt, endReason: 'completed' } });
      return commitTicks(database, from, round);
    },
    ticks: () => listTicks(database, id, 100_000),
  };
}
