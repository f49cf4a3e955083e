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
    setSearch(next, { replace: true });
  };
  return [search, set];
}
