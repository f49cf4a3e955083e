import type { StreamedEvent } from '@joulefleet/contracts';
import { useSyncExternalStore } from 'react';

const MAX_EVENTS = 200;

let recent: readonly StreamedEvent[] = [];
const listeners = new Set<() => void>();

/** Keeps an event of the stream, the newest first. */
export function keepEvent(event: StreamedEvent): void {
  recent = [event, ...recent.slice(0, MAX_EVENTS - 1)];
  listeners.forEach((listener) => listener());
}

/** What came over the stream of this tab, the newest first. */
export function useRecentEvents(): readonly StreamedEvent[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => recent,
  );
}
