import type { AgentError } from '@joulefleet/contracts';

/** An operation that is refused, as the agent would say it. */
export class Refusal extends Error {
  constructor(readonly error: AgentError) {
    super(error.message);
  }
}

export function refusal(code: string, message: string, origin: AgentError['origin'], transient: boolean): Refusal {
  return new Refusal({ code, message, origin, transient });
}
