import type { Fault, PreflightFinding } from '@joulefleet/core';

/**
 * Says in the findings why sudo did not help, where the privilege is missing. Where sudo was asked for, what the login may do is
 * no privilege: shards are executed through sudo.
 */
export function explainPrivilege(findings: readonly PreflightFinding[], sudoRefused: Fault | null): PreflightFinding[] {
  return findings.map((finding) =>
    finding.check === 'privileged' && sudoRefused
      ? {
          ...finding,
          passed: false,
          message: finding.passed ? sudoRefused.message : `${finding.message}; ${sudoRefused.message}`,
          remedy: sudoRefused.remedy ?? finding.remedy,
        }
      : finding,
  );
}
