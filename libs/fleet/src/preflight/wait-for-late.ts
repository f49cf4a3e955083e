import type { Facts } from '@joulefleet/contracts';
import {
  BOOT_SETTLES_IN_S,
  describeNotThereYet,
  isTegra,
  notThereYet,
  type FactsDrift,
  type PreflightFinding,
} from '@joulefleet/core';

/** Checks that fail for want of what is not there yet. */
const CHECKS_OF_LATE = ['rails_readable', 'rails_plausible', 'clocks_settable'];

/**
 * A check that nothing is missing that belongs to the board. Soon after a boot what is missing may still come: then this and the
 * checks that fail for the same want are tried again by themselves, instead of waiting for a person. Drift of another kind (another
 * board, another power mode) still waits for one.
 */
export function waitForLate(
  findings: readonly PreflightFinding[],
  facts: Facts,
  accepted: Facts | null,
  drift: readonly FactsDrift[],
): PreflightFinding[] {
  const late = [...notThereYet(facts, accepted), ...limitsNotYet(facts, drift)];
  if (late.length === 0) return [...findings, allThere(facts)];
  const message = describeNotThereYet(late, facts.uptimeS);
  const onlyGone = drift.every(
    ({ severity, field, after }) => severity !== 'blocks' || after === null || isLimit(field),
  );
  const waits = [...CHECKS_OF_LATE, ...(onlyGone ? ['facts_as_accepted'] : [])];
  const waiting = findings.map((finding) =>
    waits.includes(finding.check) ? { ...finding, resolution: 'retry' as const } : finding,
  );
  return [...waiting, { ...allThere(facts), passed: false, message, resolution: 'retry' }];
}

/** Services set limits soon after a boot, and not at once. */
function limitsNotYet({ uptimeS }: Facts, drift: readonly FactsDrift[]): string[] {
  const early = uptimeS !== null && uptimeS < BOOT_SETTLES_IN_S;
  return early && drift.some(({ field }) => isLimit(field)) ? ['a limit of the clocks'] : [];
}

function isLimit(field: string): boolean {
  return field.endsWith('.limits');
}

function allThere({ cores, coresPresent, cpuPolicies, gpu, compatible }: Facts): PreflightFinding {
  const lacking = [...(cpuPolicies.length === 0 ? ['CPU'] : []), ...(gpu === null ? ['GPU'] : [])];
  const passed = lacking.length === 0 || !isTegra(compatible);
  const policies = cpuPolicies.length === 0 ? 'no CPU policies' : `${cpuPolicies.length} CPU policies`;
  return {
    check: 'clocks_there',
    passed,
    severity: 'blocks',
    message: passed
      ? `${cores} of ${coresPresent ?? cores} cores on, ${policies}, ${gpu ? 'a GPU' : 'no clock of a GPU'}`
      : `no frequency table of the ${lacking.join(' and the ')}`,
    remedy: 'nothing soon after a boot: it is checked again; otherwise look for the driver (dmesg, cpufreq, devfreq)',
    resolution: 'manual',
  };
}
