import type { CellDigest, LogStatistics, PhaseStatistics } from './measured-cell';

/** Grows whenever the layout, or what a figure means, changes: digests of another version are made anew. */
const VERSION = 2;
const BYTES = 8;
/** Numbers before those of the trials. */
const HEAD = 30;
/** The first number of each phase. */
const PHASE_PLACES = { load: 18, warmup: 24 } as const;

/**
 * A digest as 64-bit floating-point numbers in the order of the machine's bytes: version, trials, its figures in the order of `headOf`, then log
 * energies, log durations and blocks of the trials. NaN stands for null. Where the order is another one, the version is not the
 * present one.
 */
export function encodeDigest(digest: CellDigest): Uint8Array {
  const { logEnergies, logDurations, blocks } = digest;
  const head = headOf(digest).map((figure) => figure ?? NaN);
  const series = [logEnergies, logDurations, blocks].flatMap((each) => Array.from(each));
  return new Uint8Array(Float64Array.from([...head, ...series]).buffer);
}

/** Null: of another version, or not of the length that it states. */
export function decodeDigest(bytes: Uint8Array): CellDigest | null {
  if (bytes.length < BYTES * HEAD || bytes.length % BYTES !== 0) return null;
  // A copy, as the numbers have to begin at a multiple of their size.
  const numbers = new Float64Array(new Uint8Array(bytes).buffer);
  const trials = numbers[1]!;
  if (numbers[0] !== VERSION || numbers.length !== HEAD + 3 * trials) return null;
  const series = (part: number): Float64Array => numbers.subarray(HEAD + part * trials, HEAD + (part + 1) * trials);
  return { ...figuresOf(numbers), logEnergies: series(0), logDurations: series(1), blocks: series(2) };
}

function headOf(digest: CellDigest): (number | null)[] {
  const { energy, netEnergy, duration, power } = digest;
  return [
    ...[VERSION, energy.trials, energy.logEstimate, energy.sdLog, energy.median, energy.mean, energy.cvPct],
    ...[digest.outliers, digest.energyWithoutOutliersMj],
    ...[netEnergy?.trials ?? null, netEnergy?.logEstimate ?? null, netEnergy?.sdLog ?? null],
    ...[duration.logEstimate, duration.sdLog, power.logEstimate, power.sdLog],
    ...[digest.absoluteShare, digest.relativeShare],
    ...[...phaseNumbers(digest.phases.load), ...phaseNumbers(digest.phases.warmup)],
  ];
}

function phaseNumbers(phase: PhaseStatistics | null): (number | null)[] {
  if (!phase) return [null, null, null, null, null, null];
  const { energy, duration, uncertaintyShare } = phase;
  return [energy.trials, energy.logEstimate, energy.sdLog, duration.logEstimate, duration.sdLog, uncertaintyShare];
}

function figuresOf(numbers: Float64Array): Omit<CellDigest, 'logEnergies' | 'logDurations' | 'blocks'> {
  const at = (place: number): number => numbers[place]!;
  const orNull = (place: number): number | null => (Number.isNaN(at(place)) ? null : at(place));
  const trials = at(1);
  const figure = (place: number): LogStatistics => ({ trials, logEstimate: at(place), sdLog: orNull(place + 1) });
  const net = orNull(9);
  const phase = (place: number): PhaseStatistics | null => {
    const having = orNull(place);
    if (having === null) return null;
    const [energy, duration] = [figure(place + 1), figure(place + 3)];
    return {
      energy: { ...energy, trials: having },
      duration: { ...duration, trials: having },
      uncertaintyShare: at(place + 5),
    };
  };
  return {
    energy: { ...figure(2), median: at(4), mean: at(5), cvPct: orNull(6) },
    outliers: orNull(7),
    energyWithoutOutliersMj: orNull(8),
    netEnergy: net === null ? null : { ...figure(10), trials: net },
    duration: figure(12),
    power: figure(14),
    absoluteShare: at(16),
    relativeShare: at(17),
    phases: { load: phase(PHASE_PLACES.load), warmup: phase(PHASE_PLACES.warmup) },
  };
}
