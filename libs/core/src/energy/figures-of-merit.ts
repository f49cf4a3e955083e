/** What the figures of merit of a cell are made from: E, T and N of the inference window. */
export interface MeritInput {
  energyMj: number;
  /** Energy without what the idle device takes; null: it was not measured. */
  netEnergyMj: number | null;
  durationMs: number;
  inferences: number;
  batchSize: number;
}

/** Figures by which operating points are ranked. B is the number of batches, N over the batch size, rounded up. */
export interface FiguresOfMerit {
  /** E / N. */
  energyPerInferenceMj: number;
  /** E / B. */
  energyPerBatchMj: number;
  /** E_net / N, with the idle power at the same operating point subtracted; null: it was not measured. */
  netEnergyPerInferenceMj: number | null;
  /** N / E. */
  inferencesPerJ: number;
  /** N / T. */
  inferencesPerS: number;
  /** T / B, pauses between batches included. */
  meanBatchMs: number;
  /** Energy-delay product, E T, of the whole inference window. */
  edpJs: number;
  /** E T^2. */
  ed2pJs2: number;
}

/** Figures of merit of one cell or trial. Products of energy and delay compare only cells of the same number of inferences. */
export function figuresOfMerit({
  energyMj,
  netEnergyMj,
  durationMs,
  inferences,
  batchSize,
}: MeritInput): FiguresOfMerit {
  const batches = Math.ceil(inferences / batchSize);
  const [energyJ, durationS] = [energyMj / 1e3, durationMs / 1e3];
  return {
    energyPerInferenceMj: energyMj / inferences,
    energyPerBatchMj: energyMj / batches,
    netEnergyPerInferenceMj: netEnergyMj === null ? null : netEnergyMj / inferences,
    inferencesPerJ: inferences / energyJ,
    inferencesPerS: inferences / durationS,
    meanBatchMs: durationMs / batches,
    edpJs: energyJ * durationS,
    ed2pJs2: energyJ * durationS ** 2,
  };
}
