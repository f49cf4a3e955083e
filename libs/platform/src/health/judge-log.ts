import type { HealthPart } from '@joulefleet/contracts';
import type { LogLoss } from '../logging/log-destination';

/** Whether the log is being written. @param loss null: the last line was. */
export function judgeLog(loss: LogLoss | null): HealthPart {
  if (loss === null) return { ok: true, detail: null, remedy: null };
  const { code, lines } = loss;
  return {
    ok: false,
    detail: `${lines} ${lines === 1 ? 'line' : 'lines'} of the log could not be written: ${code}`,
    remedy: 'Free space where the log is written; logging resumes by itself. Work is not affected.',
  };
}
