import { session } from '../session/session';
import { failureOf } from './api-failure';
import type { AnswerOf, CallOf, RouteId } from './routes';
import { sendRequest, type Request } from './send-request';

/**
 * Calls one endpoint of the contract. Without a session it waits until somebody has signed in, and is sent again: what was typed
 * stays where it is. @throws ApiFailure
 */
export async function callRoute<Id extends RouteId>(id: Id, call: CallOf<Id>): Promise<AnswerOf<Id>> {
  for (let renewed = false; ;) {
    const response = await sendRequest(id, { ...(call as Request), csrfToken: session.csrfToken() });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as AnswerOf<Id>;
    const failure = await failureOf(response);
    if (failure.problem.code === 'unauthorized') {
      await session.askToSignIn();
    } else if (failure.problem.code === 'csrf_refused' && !renewed) {
      // Somebody signed in anew in another tab: its session is this one's too.
      renewed = true;
      await session.refresh();
    } else {
      throw failure;
    }
    call.signal?.throwIfAborted();
  }
}
