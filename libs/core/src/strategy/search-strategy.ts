import type { Strategy } from './strategy';

/** A guided search: it proposes nothing at launch, and trial by trial from then on; without a device it stops. */
export function searchStrategy(): Strategy {
  return {
    name: 'search',
    propose: ({ devices }) =>
      devices.length === 0 ? { kind: 'stop', reason: 'no device is left' } : { kind: 'search' },
  };
}
