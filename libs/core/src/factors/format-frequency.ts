/** A frequency in the unit that a researcher would use: `614.4 MHz`, `1.2 GHz` stays `1200 MHz`. */
export function formatFrequency(hz: number): string {
  if (hz < 1e6) return `${trimNumber(hz / 1e3)} kHz`;
  return `${trimNumber(hz / 1e6)} MHz`;
}

function trimNumber(figure: number): string {
  return String(Number(figure.toFixed(4)));
}
