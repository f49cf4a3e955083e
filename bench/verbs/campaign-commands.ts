import fc from 'fast-check';
import type { CampaignLane, Verb } from './campaign-lane';
import type { TrialOutcome } from './account-of';

const VERBS: readonly Verb[] = [
  'pause',
  'resume',
  'stop',
  'cancel',
  'fill',
  'extend',
  'archive',
  'unarchive',
  'priority',
];
const OUTCOMES: readonly TrialOutcome[] = ['accepted', 'accepted', 'rejected', 'failed', 'fault', 'cancelled'];

/** One thing that happens. Its model is that no row may contradict another afterwards, whatever happened before. */
class Happening implements fc.AsyncCommand<object, CampaignLane> {
  constructor(
    private readonly text: string,
    private readonly happens: (lane: CampaignLane) => Promise<unknown>,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: object, lane: CampaignLane): Promise<void> {
    await this.happens(lane);
    refuse(await lane.check());
  }

  toString(): string {
    return this.text;
  }
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('; '));
}

const board = fc.constantFrom(0, 1);

function always(text: string, happens: (lane: CampaignLane) => Promise<unknown>): fc.Arbitrary<Happening> {
  return fc.constant(new Happening(text, happens));
}

function onBoard(
  text: string,
  happens: (lane: CampaignLane, board: number) => Promise<unknown>,
): fc.Arbitrary<Happening> {
  return board.map((index) => new Happening(`${text} ${index}`, (lane) => happens(lane, index)));
}

const HAPPENINGS: readonly fc.Arbitrary<Happening>[] = [
  always('dispatch', (lane) => lane.dispatch()),
  fc.constantFrom(...VERBS).map((verb) => new Happening(verb, (lane) => lane.ask(verb))),
  fc.tuple(board, fc.constantFrom(...OUTCOMES), fc.boolean()).map(([index, outcome, isLost]) => {
    const text = `board ${index}: ${outcome}${isLost ? ', not sent yet' : ''}`;
    return new Happening(text, (lane) => lane.work(index, outcome, isLost));
  }),
  onBoard('sends its spool:', (lane, index) => lane.boards[index]!.send()),
  onBoard('a late worker writes for', (lane, index) => lane.boards[index]!.sendLate()),
  onBoard('the shard ends on', (lane, index) => lane.boards[index]!.endShard()),
  onBoard('the worker dies of', (lane, index) => lane.boards[index]!.killWorker()),
  onBoard('is lost:', (lane, index) => lane.boards[index]!.lose()),
  onBoard('is to be quarantined:', (lane, index) => lane.boards[index]!.exit('quarantined', false)),
  onBoard('is quarantined now:', (lane, index) => lane.boards[index]!.exit('quarantined', true)),
  onBoard('is to be retired:', (lane, index) => lane.boards[index]!.exit('retired', false)),
  onBoard('is brought back:', (lane, index) => lane.boards[index]!.bringBack()),
  always('the controller restarts', (lane) => lane.restart()),
];

/** Sequences of what people, workers and boards do to a campaign, each followed by the end that it must reach. */
export async function runSequences(lane: CampaignLane, numRuns: number, seed: number): Promise<void> {
  const sequences = fc.commands([...HAPPENINGS], { maxCommands: 14 });
  await fc.assert(
    fc.asyncProperty(sequences, fc.boolean(), async (commands, isShared) => {
      await lane.reset(isShared);
      await lane.dispatch();
      await fc.asyncModelRun(() => ({ model: {}, real: lane }), commands);
      refuse(await lane.drain());
    }),
    { numRuns, seed, endOnFailure: true },
  );
}
