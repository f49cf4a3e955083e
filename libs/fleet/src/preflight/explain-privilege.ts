import type { Fault, PreflightFinding } from '@joulefleet/core';

/** Says in the findings why sudo did not help, where the privilege is missing. */
export function explainPrivilege(findings: readonly PreflightFinding[], sudoRefused: Fault | null): PreflightFinding[] {
  return findings.map((finding) =>
    finding.check === 'privileged' && !finding.passed && sudoRefused
      ? {
          ...finding,
          message: `${finding.message}; ${sudoRefused.message}`,
          remedy: sudoRefused.remedy ?? finding.remedy,
        }
      : finding,
  );
}
