import { commandInText, type FactsDrift, type PreflightFinding } from '@joulefleet/core';

/** The check that a device still is what somebody accepted: only drift that blocks fails it. */
export function factsAsAccepted(drift: readonly FactsDrift[], name: string): PreflightFinding {
  const blocking = drift.filter(({ severity }) => severity === 'blocks');
  const passed = blocking.length === 0;
  const told = passed ? drift : blocking;
  return {
    check: 'facts_as_accepted',
    passed,
    severity: 'blocks',
    message: told.length > 0 ? told.map(({ message }) => message).join('; ') : 'the device is unchanged',
    remedy: `undo the change, or accept it: ${commandInText(`device accept-drift ${name}`)}`,
    resolution: 'manual',
  };
}
