import type { AgentError, AgentProgress, AgentStartBand, TrialBody, TrialSpec } from '@joulefleet/contracts';
import type { Finished } from '../board/board';
import { LightResidency } from './light-residency';
import { LightRests } from './light-rests';
import { LightRunner, LightWorkloadFailed } from './light-runner';
import { LightSampler } from './light-sampler';
import { reachStart } from './light-start';
import type { LightBoard } from './light-board';
import { offeredModes } from './light-modes';
import type { Unnumbered } from '../served/spool';
import { wallUs } from '../served/wall-us';

/** Called with what really happened in the inference window of a trial: exact, without sensor. */
export type OnLightRun = (finished: Finished, trialId: string) => void;

/** A trial as it was executed on virtual time. */
export interface ExecutedTrial {
  records: Unnumbered[];
  /** When each phase began, by the board's clock. */
  phases: { phase: AgentProgress['phase']; atUs: number }[];
}

const STEADY_GOVERNORS = ['performance', 'powersave', 'userspace'];

/** One trial of the agent (`trial.py`), executed at once on the board's virtual time. */
export class LightTrial {
  private readonly phases: ExecutedTrial['phases'] = [];
  private readonly body: TrialBody;

  constructor(
    private readonly light: LightBoard,
    private readonly spec: TrialSpec,
    private readonly band: AgentStartBand | null,
    private readonly onRun: OnLightRun,
  ) {
    this.body = emptyBody(spec);
  }

  execute(): ExecutedTrial {
    const { light, spec, body } = this;
    body.anchors.push(this.anchor());
    this.begin('applying');
    const problem = pointProblem(light, spec.point);
    const sampler = problem ? null : this.measure();
    if (problem) body.error = problem;
    body.anchors.push(this.anchor());
    this.begin('spooling');
    const chunks = body.outcome === 'measured' ? sampler!.chunks() : [];
    body.chunks = chunks.length;
    const name = { trialId: spec.trialId, attempt: spec.attempt };
    const records = chunks.map((chunk): Unnumbered => ({ kind: 'trace', body: { ...name, ...chunk } }));
    return { records: [...records, { kind: 'trial', body }], phases: this.phases };
  }

  private measure(): LightSampler {
    const { light, spec, body } = this;
    light.apply(spec.point);
    light.idleUntil(light.board.nowUs + (spec.cooldownS ?? 0) * 1e6);
    const { start, flag } = reachStart(light, this.band, spec);
    if (flag) body.flags.push(flag);
    Object.assign(body, { start, before: light.point(), sensor: light.setup() });
    const sampler = new LightSampler(light, spec.sampling);
    const rests = new LightRests(light, sampler, spec.idleS ?? 0);
    rests.before();
    const runner = new LightRunner(light, sampler, spec, (finished) => this.onRun(finished, spec.trialId));
    try {
      this.run(runner, sampler);
      runner.close();
      rests.after();
      body.outcome = 'measured';
    } catch (error) {
      if (!(error instanceof LightWorkloadFailed)) throw error;
      Object.assign(body, { outcome: 'failed', error: error.error });
    } finally {
      runner.close();
    }
    body.idle = rests.body();
    // Until a reading stands for a time wholly outside the windows.
    sampler.runUntil(light.board.nowUs + 2 * light.averagingUs + spec.sampling.periodMs * 1000);
    body.after = light.point();
    return sampler;
  }

  private run(runner: LightRunner, sampler: LightSampler): void {
    const { light, body } = this;
    this.begin('loading');
    this.during('load', () => runner.load());
    this.begin('warmup');
    const batchesUs = this.during('warmup', () => runner.warmUp());
    body.sampling = sampler.plan(batchesUs, this.areClocksSteady());
    const before = light.hottest();
    this.begin('measuring');
    const residency = new LightResidency(light, sampler);
    const { startUs: _startUs, endUs: _endUs, ...batches } = this.during('inference', () => runner.infer());
    body.residency = residency.end();
    const after = light.hottest();
    body.temperatureC = { start: before.temperatureC, end: after.temperatureC };
    body.throttleC = after.tripC;
    if (light.board.throttled) body.flags.push('throttled');
    body.batches = batches;
  }

  private during<T>(phase: 'load' | 'warmup' | 'inference', work: () => T): T {
    const mark = (edge: 'start' | 'end'): void => {
      this.body.events.push({ name: `${phase}_${edge}`, tUs: Math.round(this.light.board.nowUs) });
    };
    mark('start');
    const result = work();
    mark('end');
    return result;
  }

  /** Whether no governor moves a clock by the load. */
  private areClocksSteady(): boolean {
    const { cpu, gpu } = this.light.board;
    const isPinned = (level: unknown): boolean => typeof level === 'number';
    const { cpuKhz, gpuHz } = this.spec.point;
    const isSteady = (governor: string, level: unknown): boolean =>
      isPinned(level) || STEADY_GOVERNORS.includes(governor);
    return cpu.every(({ governor }) => isSteady(governor, cpuKhz)) && isSteady(gpu.governor, gpuHz);
  }

  private begin(phase: AgentProgress['phase']): void {
    this.phases.push({ phase, atUs: this.light.board.nowUs });
  }

  private anchor() {
    return { monotonicUs: Math.round(this.light.board.nowUs), wallUs: wallUs() };
  }
}

/** A trial that was ended before its time. */
export function cancelledTrial(spec: TrialSpec): Unnumbered {
  return { kind: 'trial', body: { ...emptyBody(spec), outcome: 'cancelled' } };
}

/** As the twin's runner says it: no workload of a light twin has free parameters. */
function usedOptions({ options = {} }: TrialSpec['workload']): TrialBody['options'] {
  const { parameters: _, ...used } = options;
  return Object.keys(used).length > 0 ? (used as TrialBody['options']) : null;
}

function emptyBody({ trialId, attempt, workload }: TrialSpec): TrialBody {
  return {
    ...{
      trialId,
      attempt,
      outcome: 'fault',
      error: null,
      chunks: 0,
      events: [],
      batches: null,
      options: usedOptions(workload),
      runner: null,
      before: null,
      after: null,
    },
    ...{ sensor: null, sampling: null, idle: null, start: null, temperatureC: null, throttleC: null, residency: null },
    ...{ overcurrent: null, anchors: [], flags: [], simulated: true },
  };
}

/** What the board does not offer is refused before anything is set, as by the agent. */
function pointProblem(
  { board, layout }: LightBoard,
  { cpuGovernor, gpuGovernor, powerMode, activeCores, emcHz }: TrialSpec['point'],
): AgentError | null {
  const refuse = (code: string, message: string): AgentError => ({
    code,
    message,
    origin: 'operator',
    transient: false,
  });
  const { cpu, gpu } = board.board;
  if (cpuGovernor && !cpu.governors.includes(cpuGovernor))
    return refuse('governor_unknown', `no CPU governor ${cpuGovernor}`);
  if (gpuGovernor && !gpu.governors.includes(gpuGovernor))
    return refuse('governor_unknown', `no GPU governor ${gpuGovernor}`);
  if (powerMode && !offeredModes(layout.powerModes).includes(powerMode))
    return refuse('level_not_offered', `no power mode ${powerMode}`);
  if (activeCores && activeCores > board.coresOn.length) return refuse('level_not_offered', `no ${activeCores} cores`);
  if (typeof emcHz === 'number' && !board.memory.ratesHz.includes(emcHz))
    return refuse('level_not_offered', `no memory clock of ${emcHz} Hz`);
  return null;
}
