/**
 * What an UPDATE sets of a campaign that gets more to do: a completed, stopped or failed one runs again, a paused one stays paused, and
 * whoever planned from what was before has to look again.
 */
export const GOES_ON = `plan_version = plan_version + 1, state = CASE WHEN state = 'paused' THEN state ELSE 'running' END,
       finished_at = NULL, ended_by = NULL, end_reason = NULL, search_verdicts = NULL`;
