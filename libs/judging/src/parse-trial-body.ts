import { describeMismatch, trialBody, type TrialBody } from '@joulefleet/contracts';

/** The stored account of an attempt; a fault message when it cannot be understood. */
export function parseTrialBody(stored: unknown): TrialBody | { undecodable: string } {
  const parsed = trialBody.safeParse(stored);
  return parsed.success ? parsed.data : { undecodable: describeMismatch(trialBody, parsed.error, stored) };
}
