/** What an answer is the least of. All are of mean figures; B is the number of batches of N inferences in the time T with the energy E. */
export const ANSWER_OBJECTIVES = ['energy-per-inference', 'latency', 'edp', 'energy-per-batch', 'cost'] as const;
export type AnswerObjective = (typeof ANSWER_OBJECTIVES)[number];

/** Which clocks and batch size should a workload be executed with, and where? */
export interface Question {
  objective: AnswerObjective;
  /** Of a batch, in the mean. */
  maxLatencyMs: number | null;
  /** Of the total rail during inference, in the mean. */
  maxPowerMw: number | null;
}
