/** `614.4 MHz`. */
export function formatClock(hz: number): string {
  return `${Number((hz / 1e6).toFixed(2))} MHz`;
}

/** Joules with a fixed number of digits that count. */
export function joules(energyJ: number): string {
  return energyJ.toPrecision(5);
}
