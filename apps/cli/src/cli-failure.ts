import type { Problem } from '@joulefleet/contracts';
import { describeSystemError, isSystemError } from '@joulefleet/core';

/** An expected failure of a command: a problem, either the controller's own or one found on this side. */
export class CliFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'CliFailure';
  }
}

type LocalProblem = Pick<Problem, 'code' | 'title' | 'detail' | 'origin' | 'transient'> & Partial<Problem>;

/** A failure found by the command line itself; status 0 says that no HTTP answer is behind it. */
export function failure(problem: LocalProblem): CliFailure {
  return new CliFailure({ type: 'about:blank', status: 0, ...problem });
}

/** What the operator typed cannot be done. */
export function usageFailure(detail: string, more: Partial<Problem> = {}): CliFailure {
  const title = 'The command or its input is not valid';
  return failure({ code: 'usage', title, detail, origin: 'operator', transient: false, ...more });
}

/** The problem behind any thrown value; what is neither a CliFailure nor an error of the system is a bug of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CliFailure) return error.problem;
  if (isSystemError(error)) return refusedBySystem(error).problem;
  const detail = error instanceof Error ? error.message : String(error);
  const title = 'The command line failed';
  return { type: 'about:blank', status: 0, code: 'internal_error', title, detail, origin: 'bug', transient: false };
}

/** A file or socket of this machine that no command expects to fail, such as one below `~/.joulefleet`. */
function refusedBySystem(error: Error & { path?: string }): CliFailure {
  return failure({
    code: 'system_refused',
    title: 'This machine refused what the command needs',
    detail: describeSystemError(error),
    where: error.path,
    origin: 'operator',
    transient: false,
  });
}
