import type { FindingView } from '@joulefleet/contracts';
import type { PreflightFinding } from '@joulefleet/core';

/** What of a finding is kept and shown: a check that passed needs no remedy. */
export function toFindingView({ check, passed, severity, message, remedy }: PreflightFinding): FindingView {
  return { check, passed, severity, message, remedy: passed ? null : remedy };
}
