/**
 * The knobs of one clock domain (a cpufreq policy, in kHz, or the GPU's devfreq, in Hz) and the kernel's rules for
 * writing them. Frequencies are in the domain's own unit throughout.
 */
export interface DomainSpec {
  /** Ascending. */
  frequencies: readonly number[];
  governors: readonly string[];
  /** `refuse`: 4.9, a write that would put min above max fails. `clamp`: 5.x, requests are kept and their effect clamped. */
  crossing: 'refuse' | 'clamp';
}

export interface DomainState {
  governor: string;
  /** What is in force. */
  min: number;
  max: number;
  /** What was asked for last: 5.x remembers it and honours it once the other limit allows. */
  requestedMin: number;
  requestedMax: number;
  /** Target of the `userspace` governor; kept, without effect, under any other. */
  setSpeed: number;
}

export interface DomainWrite {
  governor?: string;
  min?: number;
  max?: number;
  setSpeed?: number;
}

export function initialDomain(governor: string, min: number, max: number): DomainState {
  return { governor, min, max, requestedMin: min, requestedMax: max, setSpeed: max };
}

/**
 * The state after a write. Frequencies snap to the nearest of the table; an unknown governor, a set speed under another
 * governor than `userspace` and, on 4.9, limits that would cross leave the former value. Both limits in one write are
 * two writes in whichever order succeeds.
 */
export function writeDomain(spec: DomainSpec, state: DomainState, write: DomainWrite): DomainState {
  const limited = writeLimits(spec, state, write);
  const governor = spec.governors.find((name) => name === write.governor) ?? state.governor;
  const wanted = governor === 'userspace' ? (write.setSpeed ?? limited.setSpeed) : limited.setSpeed;
  const setSpeed = snap(spec.frequencies, Math.min(limited.max, Math.max(limited.min, wanted)));
  return { ...limited, governor, setSpeed };
}

function writeLimits(spec: DomainSpec, state: DomainState, write: DomainWrite): DomainState {
  const requestedMin = write.min === undefined ? state.requestedMin : snap(spec.frequencies, write.min);
  const requestedMax = write.max === undefined ? state.requestedMax : snap(spec.frequencies, write.max);
  if (requestedMin > requestedMax && spec.crossing === 'refuse') return state;
  return { ...state, requestedMin, requestedMax, min: Math.min(requestedMin, requestedMax), max: requestedMax };
}

/** The table's frequency nearest to the wanted one. */
export function snap(frequencies: readonly number[], wanted: number): number {
  return frequencies.reduce((best, f) => (Math.abs(f - wanted) < Math.abs(best - wanted) ? f : best));
}

/** The limits a governor moves within: `userspace` holds its set speed. */
export function governedRange(state: DomainState): { min: number; max: number } {
  return state.governor === 'userspace'
    ? { min: state.setSpeed, max: state.setSpeed }
    : { min: state.min, max: state.max };
}

/** The clock without load: governors that follow the load fall to the lower limit. */
export function restingFrequency(state: DomainState): number {
  const { min, max } = governedRange(state);
  return state.governor === 'performance' ? max : min;
}
