import { Fault } from '../fault/fault';

/** The bytes are not what the agent wrote; the trial must be measured again. */
export function traceCorrupt(detail: string, cause?: unknown): Fault {
  return new Fault(`trace is corrupt: ${detail}`, {
    code: 'trace_corrupt',
    origin: 'device',
    transient: false,
    remedy: 'the trial is measured again; if it comes back, check the storage and memory of the device',
    cause,
  });
}
