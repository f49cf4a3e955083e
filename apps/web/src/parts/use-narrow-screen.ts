import { useSyncExternalStore } from 'react';

/** Narrower than what a wide figure takes with the page's margins. */
const narrow = matchMedia('(max-width: 48rem)');

/** Whether the screen is a phone's, so that a figure is drawn for it; also after it was turned. */
export function useNarrowScreen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => narrow.matches,
  );
}
