import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AgentError, ShardEndBody, ShardSpec, TrialSpec } from '@joulefleet/contracts';
import type { LightBoard } from './light-board';
import { cancelledTrial, LightTrial, type OnLightRun } from './light-trial';
import { SpooledShard } from '../served/spooled-shard';
import { wallUs } from '../served/wall-us';

type EndReason = ShardEndBody['reason'];

export interface ShardPorts {
  light: LightBoard;
  /** The device's clock, in µs. */
  nowUs: () => number;
  /** Resolves when the device's clock shows `untilUs`, or earlier when `ended` fires. */
  sleepUntil: (untilUs: number, ended: AbortSignal) => Promise<void>;
  /** When a controller said something last, on a clock that is never set, in ms. */
  heardAtMs: () => number;
  /** There are new records or new progress. */
  changed: () => void;
  onRun: OnLightRun;
}

/** A shard on a light twin: executed trial by trial at the pace of the device's clock, whoever is connected. */
export class LightShard extends SpooledShard {
  constructor(
    spec: ShardSpec,
    private readonly ports: ShardPorts,
  ) {
    super(spec, ports.changed);
  }

  /** Executes it to its end; never rejects. */
  async execute(): Promise<void> {
    // The controller is answered before anything is computed.
    await nextTurn();
    try {
      this.begin();
      this.end(await this.executeAll(), null);
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.end('fault', { code: 'agent_bug', message, origin: 'bug', transient: false });
    }
  }

  private async executeAll(): Promise<EndReason> {
    for (const trial of this.spec.trials) {
      const reason = this.reasonToStop();
      if (reason) return reason;
      if (!(await this.executeOne(trial))) return this.stopReason ?? 'cancelled';
      this.done++;
    }
    return 'completed';
  }

  /** False: it was ended before its time. */
  private async executeOne(trial: TrialSpec): Promise<boolean> {
    const { light, sleepUntil, onRun } = this.ports;
    const { records, phases } = new LightTrial(light, trial, this.spec.startBand, onRun).execute();
    for (const { phase, atUs } of phases) {
      await sleepUntil(atUs, this.stop.signal);
      if (this.stop.signal.aborted) break;
      this.report(phase, trial.trialId);
    }
    this.append(this.stop.signal.aborted ? [cancelledTrial(trial)] : records);
    return !this.stop.signal.aborted;
  }

  private reasonToStop(): EndReason | null {
    if (this.stopReason) return this.stopReason;
    return performance.now() - this.ports.heardAtMs() > this.spec.deadmanS * 1000 ? 'deadman' : null;
  }

  private begin(): void {
    const { light, nowUs } = this.ports;
    const { cpu, gpu } = light.point();
    const knobs = Object.entries({ cpu: JSON.stringify(cpu), gpu: JSON.stringify(gpu) });
    const body = { snapshot: Object.fromEntries(knobs), monotonicUs: Math.round(nowUs()), wallUs: wallUs() };
    this.append([{ kind: 'shard_start', body }]);
  }

  private end(reason: EndReason, error: AgentError | null): void {
    this.report('restoring', null);
    this.ports.light.restore();
    const body: ShardEndBody = { reason, restored: { verified: true, differences: [] }, error };
    this.append([{ kind: 'shard_end', body }]);
    this.report('ended', null);
  }
}
