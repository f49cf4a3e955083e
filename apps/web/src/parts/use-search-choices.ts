import { useSearchParams } from 'react-router';

/** Choices that are kept in the URL, so that a link shows the same; an empty one leaves it, and so does what a choice drops. */
export function useSearchChoices(): readonly [
  URLSearchParams,
  (name: string, value: string, dropped?: readonly string[]) => void,
] {
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string, dropped: readonly string[] = []): void => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    for (const each of dropped) next.delete(each);
    // At once: a box that is ticked by the URL would show its former state until a transition ends.
    setSearch(next, { replace: true, flushSync: true });
  };
  return [search, set];
}
