import type { Actor, CampaignAction, Caller } from '@joulefleet/core';
import { factorLevels, Fault } from '@joulefleet/core';
import { DispatchLoop } from '@joulefleet/dispatch';
import { insertCampaign, saveDevice, type Database } from '@joulefleet/store';
import { checkRows, type RowFaults } from './check-rows';
import type { CampaignsApp } from './open-campaigns';
import type { TrialOutcome } from './account-of';
import { SimulatedBoard } from './simulated-board';

const CELLS = 2;
const REPETITIONS = 2;
/** Rounds in which a campaign that nobody disturbs has to end. */
const MAX_ROUNDS = 40;
const BOARDS = ['one', 'two'];
const ENDED: ReadonlySet<string> = new Set(['completed', 'stopped', 'cancelled', 'failed']);

export type Verb = CampaignAction | 'fill' | 'extend' | 'archive' | 'unarchive' | 'priority';

/**
 * A campaign on two boards in a real database, with everything that people, workers and boards do to it. The boards and their
 * workers are simulated down to what they write; verbs, dispatcher and what is written are the product's own.
 */
export class CampaignLane {
  private campaignId = '';
  private accepted = new Set<string>();
  private isShared = false;
  private readonly loop: DispatchLoop;
  private readonly actor: Actor;

  private constructor(
    private readonly app: CampaignsApp,
    private readonly caller: Caller,
    readonly boards: readonly SimulatedBoard[],
  ) {
    this.loop = new DispatchLoop(app.database, app.queues, app.nudges, 'bench');
    this.actor = { name: caller.name, via: 'bench', address: null, requestId: null };
  }

  static async create(app: CampaignsApp): Promise<CampaignLane> {
    const name = 'ada';
    const { id: userId } = await app.database.prisma.user.create({
      data: { id: crypto.randomUUID(), name, role: 'researcher' },
    });
    const boards: SimulatedBoard[] = [];
    for (const board of BOARDS) boards.push(await enrollBoard(app, board));
    return new CampaignLane(app, { userId, name, role: 'researcher' }, boards);
  }

  /** A new campaign, both boards ready and free. With `isShared` each cell is measured on one of them, and may be taken over. */
  async reset(isShared: boolean): Promise<void> {
    this.isShared = isShared;
    await this.database.pool.query(
      `UPDATE lease SET shard_id = NULL, expires_at = NULL; DELETE FROM campaign; DELETE FROM event;
       UPDATE device SET availability = 'ready', health = 'good', reason = NULL, deadline_at = NULL, pending_exit = NULL`,
    );
    this.accepted = new Set();
    for (const board of this.boards) board.reset();
    this.campaignId = await insertCampaign(this.database, campaignOn(this.boards, this.caller.userId!, isShared));
  }

  /** Something that a person asks for. A campaign that has ended may refuse it; nothing else is refused. */
  async ask(verb: Verb): Promise<void> {
    const { app, caller, actor, campaignId: id } = this;
    const asked = {
      fill: () => app.actions.fill(caller, actor, id),
      extend: () =>
        app.actions.extend({ ...caller, scopes: [], via: 'bench', keyExpiresAt: null }, actor, id, { repetitions: 1 }),
      archive: () => app.settings.archive(caller, actor, id, { archived: true }),
      unarchive: () => app.settings.archive(caller, actor, id, { archived: false }),
      priority: () => app.settings.prioritise(caller, actor, id, { priority: 5 }),
    };
    const work =
      verb in asked ? asked[verb as keyof typeof asked]() : app.actions.act(caller, actor, id, verb as CampaignAction);
    await work.catch((error: unknown) => {
      if (!(error instanceof Fault) || !REFUSALS.has(error.code)) throw error;
    });
  }

  /** What a dispatcher does until it finds nothing more to do; boards hear of their leases. */
  async dispatch(): Promise<void> {
    await this.loop.round();
    await this.loop.round();
    for (const board of this.boards) await board.hear();
  }

  /** A controller is killed with its workers, and another starts. */
  async restart(): Promise<void> {
    for (const board of this.boards) await board.killWorker();
    await this.dispatch();
  }

  async work(board: number, outcome: TrialOutcome, isLost: boolean): Promise<void> {
    await this.boards[board]!.work(outcome, isLost);
  }

  /** What is wrong with the rows now; of trials that counted none may stop to. */
  async check(): Promise<string[]> {
    const { acceptedIds, ...faults } = await checkRows(this.database, this.campaignId);
    const now = new Set(acceptedIds);
    const lost = [...this.accepted].filter((id) => !now.has(id)).length;
    this.accepted = now;
    return [...describe(faults), ...(lost > 0 ? [`${lost} accepted trials count no more`] : [])];
  }

  /** Brings boards and campaign back to work until it ends. What it says when it does not, or has not what it should. */
  async drain(): Promise<string[]> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      for (const board of this.boards) await board.bringBack();
      const { state, finishedAt } = await this.row();
      if (ENDED.has(state) && finishedAt !== null) return this.atEnd();
      if (state === 'paused') await this.ask('resume');
      await this.dispatch();
      for (const board of this.boards) await board.finishShard();
    }
    const { state } = await this.row();
    return [`stuck: the campaign is ${state} after ${MAX_ROUNDS} rounds`];
  }

  private async atEnd(): Promise<string[]> {
    await this.dispatch();
    const { rows } = await this.database.pool.query<{ open: number; repetitions: number; trials: number }>(
      `SELECT count(*) FILTER (WHERE t.state IN ('pending', 'assigned'))::int AS open,
         count(DISTINCT (t.cell_id, t.repetition, CASE WHEN $2 THEN NULL ELSE t.device_id END))
           FILTER (WHERE t.state <> 'moved')::int AS trials,
         (SELECT (strategy_parameters->>'repetitions')::int FROM campaign WHERE id = $1) AS repetitions
       FROM trial t WHERE t.campaign_id = $1`,
      [this.campaignId, this.isShared],
    );
    const { open, repetitions, trials } = rows[0]!;
    const { state } = await this.row();
    const wanted = CELLS * repetitions * (this.isShared ? 1 : BOARDS.length);
    return [
      ...(open > 0 ? [`lost: ${open} trials are open in a campaign that is ${state}`] : []),
      ...(state === 'completed' && trials !== wanted ? [`lost: ${trials} trials of ${wanted}`] : []),
      ...(await this.check()),
    ];
  }

  private async row(): Promise<{ state: string; finishedAt: Date | null }> {
    const { rows } = await this.database.pool.query<{ state: string; finishedAt: Date | null }>(
      `SELECT state, finished_at AS "finishedAt" FROM campaign WHERE id = $1`,
      [this.campaignId],
    );
    return rows[0]!;
  }

  private get database(): Database {
    return this.app.database;
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['campaign_ended', 'campaign_not_ended']);

function describe(faults: Omit<RowFaults, 'acceptedIds'>): string[] {
  return Object.entries(faults).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
}

async function enrollBoard({ database, nudges }: CampaignsApp, name: string): Promise<SimulatedBoard> {
  const { id } = await saveDevice(database, {
    ...{ name, deviceClass: 'jetson-nano', host: '127.0.0.1', port: 1, loginUser: 'nobody', identityId: null },
    ...{ hostKeyType: 'ssh-ed25519', fingerprint: `SHA256:${name.padEnd(43, 'A')}`, labels: [], simulated: true },
    ...{ availability: 'ready', health: 'good', reason: null, facts: {} },
  });
  return new SimulatedBoard(database, nudges, name, id);
}

function campaignOn(
  boards: readonly SimulatedBoard[],
  ownerId: string,
  isShared: boolean,
): Parameters<typeof insertCampaign>[1] {
  const deviceIds = boards.map(({ deviceId }) => deviceId);
  const all = Array.from({ length: CELLS }, (_, cell) => cell);
  return {
    ...{ name: 'verbs', source: 'name: verbs', simulated: true, ownerId },
    spec: { shardTrials: 2, seed: 1, devicesPerCell: isShared ? 1 : null },
    strategy: { name: 'sweep', parameters: { repetitions: REPETITIONS, order: 'sequential', seed: 1 } },
    cells: all.map((cell) => ({
      ...{ cellKey: String(cell).repeat(32), deviceClass: 'jetson-nano', workload: 'alexnet', command: null },
      ...{ graphMode: 'dynamic' as const, inferences: 3200, levels: factorLevels({ gpuHz: (cell + 1) * 76_800_000 }) },
      deviceIds: isShared ? deviceIds : undefined,
    })),
    deviceIds: isShared ? deviceIds : [],
    trials: deviceIds.map((deviceId, board) => {
      const own = isShared ? all.filter((cell) => cell % deviceIds.length === board) : all;
      const trials = own.length * REPETITIONS;
      return {
        deviceId,
        cells: Int32Array.from({ length: trials }, (_, index) => own[index % own.length]!),
        repetitions: Int32Array.from({ length: trials }, (_, index) => Math.floor(index / own.length) + 1),
      };
    }),
  };
}
