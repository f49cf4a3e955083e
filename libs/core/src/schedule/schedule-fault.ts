import { Fault } from '../fault/fault';

/** A schedule that cannot be as it was written: the operator's fault, and the same again when it is sent again. */
export function scheduleFault(code: string, message: string, remedy: string): Fault {
  return new Fault(message, { code, origin: 'operator', transient: false, remedy });
}
