import type { TopologySurfaceView } from '@joulefleet/contracts';

/** The cells of a surface as CSV, unrounded, with the unit in the name of the columns. */
export function surfaceAsCsv(surface: TopologySurfaceView, unit: string, simulated: boolean): string {
  const { device, workload, batchSize, cells } = surface;
  const header = ['device', 'workload', 'batch_size', 'cpu_hz', 'gpu_hz'].concat(
    ['estimate', 'low_95', 'high_95'].map((part) => `${part} [${unit}]`),
    ['may_be_best', 'trials', 'grade', 'simulated'],
  );
  const rows = cells.map(({ cpuHz, gpuHz, value, mayBeBest, trials, grade }) => {
    const { estimate, low, high } = value;
    return [device, workload, batchSize, cpuHz, gpuHz, estimate, low, high, mayBeBest, trials, grade, simulated];
  });
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** A spreadsheet takes a text that begins like a formula for one: it gets an apostrophe before. */
function quoted(field: string | number | boolean): string {
  const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? `'${field}` : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
