export { residencyLevels } from './residency-levels';
export { ResidencySums } from './residency-sums';
export type { ResidencySum, TrialResidency } from './residency-sums';
