/** What of a cell is judged from night to night: energy and time of an inference, mean power, energy of loading the model. */
export const NIGHT_METRICS = ['energy', 'latency', 'power', 'load_energy'] as const;
export type NightMetric = (typeof NIGHT_METRICS)[number];
