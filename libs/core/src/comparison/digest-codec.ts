import type { CellDigest, LogStatistics, PhaseStatistics } from './measured-cell';

/** Grows whenever the layout, or what a figure means, changes: digests of another version are made anew. */
const VERSION = 2;
const BYTES = 8;
/** Numbers before those of the trials. */
const HEAD = 30;
/** The first number of each phase. */
const PHASE_PLACES = { load: 18, warmup: 24 } as const;
/** Numbers that are taken from the system at a time. */
const CHUNK = 2 ** 16;

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

/** Decodes digests of many cells into few arrays: one for each of them would take longer than comparing the cells. */
export class DigestDecoder {
  private numbers = new Float64Array(0);
  private bytes = new Uint8Array(0);
  private used = 0;

  /** Null: of another version, or not of the length that it states. */
  decode(encoded: Uint8Array): CellDigest | null {
    const count = encoded.length / BYTES;
    if (count < HEAD || !Number.isInteger(count)) return null;
    this.makeRoom(count);
    const { numbers, used } = this;
    this.bytes.set(encoded, BYTES * used);
    if (numbers[used] !== VERSION || count !== HEAD + 3 * numbers[used + 1]!) return null;
    this.used += count;
    return new StoredDigest(numbers, used);
  }

  private makeRoom(count: number): void {
    if (this.used + count <= this.numbers.length) return;
    this.numbers = new Float64Array(Math.max(CHUNK, count));
    this.bytes = new Uint8Array(this.numbers.buffer);
    this.used = 0;
  }
}

function headOf(digest: CellDigest): (number | null)[] {
  const { energy, netEnergy, duration, power } = digest;
  return [
    ...[VERSION, digest.trials, energy.logEstimate, energy.sdLog, energy.median, energy.mean, energy.cvPct],
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

/** A digest among others, whose figures are read where they are asked for. */
class StoredDigest implements CellDigest {
  constructor(
    private readonly numbers: Float64Array,
    private readonly from: number,
  ) {}

  get trials(): number {
    return this.at(1);
  }

  get energy() {
    const { trials, logEstimate, sdLog } = this.figure(2);
    return { trials, logEstimate, sdLog, median: this.at(4), mean: this.at(5), cvPct: this.orNull(6) };
  }

  get netEnergy(): LogStatistics | null {
    const trials = this.orNull(9);
    return trials === null ? null : this.figure(10, trials);
  }

  get duration(): LogStatistics {
    return this.figure(12);
  }

  get power(): LogStatistics {
    return this.figure(14);
  }

  get absoluteShare(): number {
    return this.at(16);
  }

  get relativeShare(): number {
    return this.at(17);
  }

  get outliers(): number | null {
    return this.orNull(7);
  }

  get energyWithoutOutliersMj(): number | null {
    return this.orNull(8);
  }

  get phases(): CellDigest['phases'] {
    return { load: this.phase(PHASE_PLACES.load), warmup: this.phase(PHASE_PLACES.warmup) };
  }

  get logEnergies(): Float64Array {
    return this.series(0);
  }

  get logDurations(): Float64Array {
    return this.series(1);
  }

  get blocks(): Float64Array {
    return this.series(2);
  }

  private at(place: number): number {
    return this.numbers[this.from + place]!;
  }

  private orNull(place: number): number | null {
    const number = this.at(place);
    return Number.isNaN(number) ? null : number;
  }

  private figure(place: number, trials = this.trials): LogStatistics {
    return { trials, logEstimate: this.at(place), sdLog: this.orNull(place + 1) };
  }

  private phase(place: number): PhaseStatistics | null {
    const trials = this.orNull(place);
    if (trials === null) return null;
    const [energy, duration] = [this.figure(place + 1, trials), this.figure(place + 3, trials)];
    return { energy, duration, uncertaintyShare: this.at(place + 5) };
  }

  private series(part: number): Float64Array {
    const start = this.from + HEAD + part * this.trials;
    return this.numbers.subarray(start, start + this.trials);
  }
}
