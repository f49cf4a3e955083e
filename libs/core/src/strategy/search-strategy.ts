import type { Strategy } from './strategy';

/** A guided search: it proposes nothing at launch, and trial by trial from then on, as long as it has devices. */
export function searchStrategy(): Strategy {
  return { name: 'search', propose: () => ({ kind: 'search' }) };
}
