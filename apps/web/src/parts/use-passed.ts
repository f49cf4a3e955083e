import { useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;

/** Whether a moment has passed, and that it has when it does. */
export function usePassed(moment: string): boolean {
  return useSyncExternalStore(everySecond, () => Date.parse(moment) <= Date.now());
}

function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, EVERY_MS);
  return () => clearInterval(timer);
}
