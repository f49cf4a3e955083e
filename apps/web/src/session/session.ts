import type { SessionView } from '@joulefleet/contracts';
import type { Scope } from '@joulefleet/core';
import { useSyncExternalStore } from 'react';
import { failureOf } from '../api/api-failure';
import { sendRequest } from '../api/send-request';

export interface SessionState {
  /** Null: nobody is signed in, or it is not known yet. */
  view: SessionView | null;
  known: boolean;
  /** Somebody has to sign in before the page can go on. */
  asking: boolean;
  /** Why the code of the address did not do. */
  refusal: string | null;
}

/** The session of this browser. Requests that find none wait for `askToSignIn`. */
class BrowserSession {
  private state: SessionState = { view: null, known: false, asking: false, refusal: null };
  private readonly listeners = new Set<() => void>();
  private waiting: { promise: Promise<void>; resolve: () => void } | null = null;

  readonly current = (): SessionState => this.state;

  readonly follow = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  csrfToken(): string | null {
    return this.state.view?.csrfToken ?? null;
  }

  /** Gets in by the code of the address, which leaves the address at once, else by the cookie. */
  async begin(): Promise<void> {
    const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
    if (code === undefined) return this.refresh();
    history.replaceState(history.state, '', location.pathname + location.search);
    const response = await sendRequest('redeemLoginCode', { body: { code } });
    if (response.ok) return this.enter((await response.json()) as SessionView);
    const { problem } = await failureOf(response);
    await this.refresh();
    if (this.state.view === null) this.set({ refusal: `${problem.detail}. ${problem.remedy ?? ''}` });
  }

  /** Reads the session of the cookie anew. @throws ApiFailure */
  async refresh(): Promise<void> {
    const response = await sendRequest('showSession', {});
    if (response.ok) return this.enter((await response.json()) as SessionView);
    const failure = await failureOf(response);
    if (failure.problem.status !== 401) throw failure;
    this.set({ known: true, asking: true });
  }

  /** @throws ApiFailure `login_failed`, `too_many_attempts` */
  async signIn(name: string, password: string): Promise<void> {
    const response = await sendRequest('logIn', { body: { name, password } });
    if (!response.ok) throw await failureOf(response);
    this.enter((await response.json()) as SessionView);
  }

  async signOut(): Promise<void> {
    await sendRequest('logOut', { csrfToken: this.csrfToken() });
    location.assign('/');
  }

  /** Shows the sign-in dialog where the page is; resolves when somebody has signed in. */
  askToSignIn(): Promise<void> {
    if (this.waiting === null) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => (resolve = done));
      this.waiting = { promise, resolve };
      this.set({ asking: true });
    }
    return this.waiting.promise;
  }

  private enter(view: SessionView): void {
    this.set({ view, known: true, asking: false, refusal: null });
    this.waiting?.resolve();
    this.waiting = null;
  }

  private set(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export const session = new BrowserSession();

export function useSession(): SessionState {
  return useSyncExternalStore(session.follow, session.current);
}

/** Whether who is signed in may do what needs a scope. */
export function useMay(scope: Scope): boolean {
  return useSession().view?.scopes.includes(scope) === true;
}
