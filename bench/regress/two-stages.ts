import {
  BLOCK_EXECUTIONS,
  CONFIRMATION_SHARE,
  ConfirmationLedger,
  groupFlags,
  judgeConfirmation,
  JUDGED_BY,
  levelOfTest,
  MAX_MEMBERS,
  NightJudge,
  planFlagTest,
  sampleMoments,
  scatterRatio,
  trimmedMean,
  type Flag,
  type NightSpread,
} from '@joulefleet/core';
import type { Alarm, Detector, Versions } from './detector';
import { DEVICES, deviceOf, EXECUTIONS, SERIES, type SimulatedNight } from './simulated-fleet';

/** Measuring again, and the nights after, share the level. */
const CHANCES = 2;
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
  /** How much more the executions of each device scatter tonight. */
  private scatter: readonly number[] = [];

  constructor(seed: string) {
    this.judge = new NightJudge(SERIES, { flagsPerNight: JUDGED_BY.flagsPerNight, seed });
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
    const alpha = levelOfTest(JUDGED_BY, suspicions.length, CHANCES);
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
    const spreads = Array.from({ length: DEVICES }, (): NightSpread[] => []);
    const values = SERIES.map((_, i) => {
      const logs = [...executions.subarray(i * EXECUTIONS, (i + 1) * EXECUTIONS)];
      if (Number.isNaN(logs[0])) return NaN;
      const { deviation, count } = sampleMoments(logs);
      const tonight = { squares: (count - 1) * deviation! ** 2, freedom: count - 1 };
      this.squares[i] = FORGETTING * this.squares[i]! + tonight.squares;
      this.freedom[i] = FORGETTING * this.freedom[i]! + tonight.freedom;
      spreads[deviceOf(i)]!.push({ ...tonight, usual: this.varianceOf(i) });
      return trimmedMean(logs)!;
    });
    this.scatter = spreads.map(scatterRatio);
    return values;
  }

  /** Of an execution, over the nights. */
  private varianceOf(series: number): number {
    return this.squares[series]! / this.freedom[series]!;
  }

  private confirm(flag: Flag, night: SimulatedNight, versions: Versions, alpha: number): boolean {
    const members = flag.members.slice(0, MAX_MEMBERS);
    const tonight = (each: number): number => this.scatter[deviceOf(each)]! * this.varianceOf(each);
    const sd = Math.sqrt(members.reduce((sum, each) => sum + tonight(each), 0) / members.length);
    const plan = planFlagTest({ shift: flag.shift, sd, alpha });
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
