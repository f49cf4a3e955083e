import type { Problem } from '@joulefleet/contracts';

/** A request that was refused or not answered, as the controller's problem document says it. */
export class ApiFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export function unreachable(): ApiFailure {
  return new ApiFailure({
    type: 'https://joulefleet.invalid/problems/controller_unreachable',
    title: 'controller unreachable',
    status: 0,
    code: 'controller_unreachable',
    detail: 'The controller does not answer.',
    origin: 'network',
    transient: true,
    remedy: 'Nothing is lost: the page goes on when it answers again. Start it with `joulefleet up` if it is stopped.',
  });
}

/** The problem document of an answer that is not a success. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const content: unknown = await response.json().catch(() => null);
  if (isProblem(content)) return new ApiFailure(content);
  return new ApiFailure({
    type: 'about:blank',
    title: 'unexpected answer',
    status: response.status,
    code: 'unexpected_answer',
    detail: `Status ${response.status} without an explanation.`,
    origin: 'bug',
    transient: response.status >= 500,
    remedy: 'Load the page again: it may be older than the controller.',
  });
}

function isProblem(content: unknown): content is Problem {
  return typeof content === 'object' && content !== null && 'code' in content && 'detail' in content;
}
