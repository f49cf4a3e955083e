import {
  alphaOfConfirmation,
  ConfirmationLedger,
  groupFlags,
  judgeConfirmation,
  NightJudge,
  planConfirmation,
  sampleMoments,
  trimmedMean,
  type Flag,
} from '@joulefleet/core';
import type { Alarm, Detector, Versions } from './detector';
import { EXECUTIONS, SERIES, type SimulatedNight } from './simulated-fleet';

/** Expected flags of a night, the share of nights with a false alarm that is aimed at, and of executions for confirmations. */
const FLAGS_PER_NIGHT = 0.6;
const FALSE_NIGHTS = 0.01;
const CONFIRMATION_SHARE = 0.05;
/** The least change that confirmations are planned for, and what the change that was flagged is taken for: it was chosen for being large. */
const MIN_EFFECT = 0.009;
const SHRINK = 0.8;
const MAX_BLOCKS = 24;
/** Members of a group that are measured again, in turn. */
const MAX_MEMBERS = 4;
const BLOCK_EXECUTIONS = 4;
/** Weight of earlier nights in what an execution is known to scatter. */
const FORGETTING = 0.97;

/** The product's detector, with both stages: its flags are measured again on the simulated devices before they count. */
export class TwoStages implements Detector {
  readonly judge: NightJudge;
  /** Executions so far, and those of confirmations among them not. */
  readonly counts = { usual: 0, confirming: 0, confirmations: 0, unsteady: 0 };
  private readonly ledger = new ConfirmationLedger(CONFIRMATION_SHARE);
  private readonly squares = new Float64Array(SERIES.length);
  private readonly freedom = new Float64Array(SERIES.length);

  constructor(seed: string) {
    this.judge = new NightJudge(SERIES, { flagsPerNight: FLAGS_PER_NIGHT, seed });
  }

  night(night: SimulatedNight, versions: Versions): Alarm[] {
    const { flags, unsteady } = this.judge.judge(this.nightValues(night));
    this.counts.usual += night.executions.length;
    this.counts.unsteady += unsteady.length;
    this.ledger.beginNight(night.executions.length);
    const suspicions = groupFlags(
      flags.filter(({ kind }) => kind !== 'device'),
      SERIES,
    );
    const alpha = alphaOfConfirmation(FALSE_NIGHTS, FLAGS_PER_NIGHT, suspicions.length);
    return suspicions.flatMap(({ flag }) => {
      if (!this.ledger.mayStart(flag.z)) return [];
      const confirmed = this.confirm(flag, night, versions, alpha);
      this.judge.settle(flag, confirmed ? { kind: 'accepted', nights: flag.window } : { kind: 'went_away' });
      return confirmed ? [{ members: flag.members, direction: Math.sign(flag.z) }] : [];
    });
  }

  accept(series: number, nights: number): void {
    this.judge.settle({ row: series, members: [series] }, { kind: 'accepted', nights });
  }

  private nightValues({ executions }: SimulatedNight): number[] {
    return SERIES.map((_, i) => {
      const logs = [...executions.subarray(i * EXECUTIONS, (i + 1) * EXECUTIONS)];
      if (Number.isNaN(logs[0])) return NaN;
      const { deviation, count } = sampleMoments(logs);
      this.squares[i] = FORGETTING * this.squares[i]! + (count - 1) * deviation! ** 2;
      this.freedom[i] = FORGETTING * this.freedom[i]! + count - 1;
      return trimmedMean(logs)!;
    });
  }

  private confirm(flag: Flag, night: SimulatedNight, versions: Versions, alpha: number): boolean {
    const members = flag.members.slice(0, MAX_MEMBERS);
    const variance = members.reduce((sum, each) => sum + this.squares[each]! / this.freedom[each]!, 0) / members.length;
    const sd = Math.sqrt(variance);
    const plan = planConfirmation(alpha, Math.max(MIN_EFFECT, SHRINK * Math.abs(flag.shift)) / sd, MAX_BLOCKS);
    const blocks: number[] = [];
    let result = judgeConfirmation(plan, blocks, sd);
    while (result.state === 'undecided') {
      while (blocks.length < result.nextLook) {
        const member = members[blocks.length % members.length]!;
        blocks.push(Math.sign(flag.z) * measureBlock(member, night, versions));
      }
      result = judgeConfirmation(plan, blocks, sd);
    }
    const executions = BLOCK_EXECUTIONS * blocks.length;
    this.ledger.spend(executions);
    this.counts.confirming += executions;
    this.counts.confirmations++;
    return result.state === 'confirmed';
  }
}

/** Former, present, present, former: present less former. */
function measureBlock(series: number, night: SimulatedNight, versions: Versions): number {
  const former = (): number => night.measureAgain(series, versions.former(series), 'former');
  const present = (): number => night.measureAgain(series, versions.present(series), 'present');
  return (-former() + present() + present() - former()) / 2;
}
