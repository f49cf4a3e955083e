import { useState } from 'react';
import { session } from '../session/session';

/** What was typed, until the page is left for good; also what is too long to be stored. */
const drafts = new Map<string, string>();

/**
 * A text that outlives its page: it is there again after going back, loading anew, or signing in. Each user has their own, and each
 * `topic`. `first` is what it begins with. Setting null forgets it.
 */
export function useDraft(topic: string, first: string): readonly [string, (text: string | null) => void] {
  const key = `draft ${session.current().view?.name ?? ''} ${topic}`;
  const [text, setText] = useState(() => drafts.get(key) ?? stored(key) ?? first);
  const set = (next: string | null): void => {
    if (next === null) {
      drafts.delete(key);
      sessionStorage.removeItem(key);
      return;
    }
    setText(next);
    drafts.set(key, next);
    store(key, next);
  };
  return [text, set];
}

function stored(key: string): string | null {
  return sessionStorage.getItem(key);
}

/** More than the browser stores stays in memory alone. */
function store(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    sessionStorage.removeItem(key);
  }
}
