import type { AgentStartBand, TrialBody, TrialSpec } from '@joulefleet/contracts';
import { LightRunner, LightWorkloadFailed } from './light-runner';
import { LightSampler } from './light-sampler';
import type { LightBoard } from './light-board';

type TrialStart = NonNullable<TrialBody['start']>;

const POLL_US = 1_000_000;
/** As the agent's `start_temperature.py`: what is aimed at lies outside the band by this part of the tolerance. */
const AIM = 0.5;

/**
 * Brings the board to the temperature at which a trial is to start: a hot one idles, a cold one is warmed by the workload. Unlike the
 * agent's it does not give up before the wait is over.
 */
export function reachStart(
  light: LightBoard,
  band: AgentStartBand | null,
  spec: TrialSpec,
): { start: TrialStart; flag: string | null } {
  const reading = (): number => light.hottest().temperatureC;
  const start: TrialStart = { band, beforeC: reading(), coolingMs: 0, warmingMs: 0, gaveUp: null };
  if (band === null) return { start, flag: null };
  const { toleranceC, waitS } = band;
  const [lowC, highC] = [band.lowC - band.riseC, band.highC - band.riseC];
  const isInside = (): boolean => reading() >= lowC - toleranceC && reading() <= highC + toleranceC;
  if (isInside()) return { start, flag: null };
  const beganUs = light.board.nowUs;
  const isHot = reading() > highC;
  const limitUs = beganUs + waitS * 1e6;
  if (isHot) cool(light, highC + AIM * toleranceC, limitUs);
  else warm(light, spec, lowC - AIM * toleranceC, limitUs);
  const tookMs = (light.board.nowUs - beganUs) / 1000;
  const gaveUp = isInside() ? null : 'limit';
  const took = isHot ? { coolingMs: tookMs } : { warmingMs: tookMs };
  return {
    start: { ...start, ...took, beforeC: reading(), gaveUp },
    flag: gaveUp && (isHot ? 'hot_start' : 'cold_start'),
  };
}

function cool(light: LightBoard, targetC: number, limitUs: number): void {
  while (light.hottest().temperatureC > targetC && light.board.nowUs < limitUs) {
    light.idleUntil(light.board.nowUs + POLL_US);
  }
}

/** A workload that cannot be executed warms nothing: the trial itself says why. */
function warm(light: LightBoard, spec: TrialSpec, targetC: number, limitUs: number): void {
  const runner = new LightRunner(light, new LightSampler(light, spec.sampling), spec, () => undefined);
  try {
    runner.load();
    while (light.hottest().temperatureC < targetC && light.board.nowUs < limitUs) runner.batch();
  } catch (error) {
    if (!(error instanceof LightWorkloadFailed)) throw error;
  } finally {
    runner.close();
  }
}
