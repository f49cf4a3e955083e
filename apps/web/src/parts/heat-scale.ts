/** Cividis, which looks the same to colour-blind people, in nine steps from low to high. */
const STOPS = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 180, 105],
  [254, 232, 56],
] as const;

/** Colour of a share between 0 (the least) and 1 (the most). */
export function heatColor(share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (STOPS.length - 1);
  const [low, high] = [STOPS[Math.floor(at)]!, STOPS[Math.ceil(at)]!];
  const channels = low.map((channel, i) => Math.round(channel + (high[i]! - channel) * (at % 1)));
  return `rgb(${channels.join(',')})`;
}

/** Where a figure is between the least and the most on a logarithmic scale. */
export function logShare(figure: number, low: number, high: number): number {
  if (!(low > 0) || !(high > low)) return 0;
  return Math.log(figure / low) / Math.log(high / low);
}

/** Whether black or white can be read on a colour of the scale. */
export function inkOn(share: number): string {
  return share > 0.55 ? '#000' : '#fff';
}
