/** Cividis, from low to high: read alike with every kind of colour vision, and in grey. */
const CIVIDIS = [
  [0, 32, 77],
  [0, 48, 111],
  [61, 77, 107],
  [92, 105, 112],
  [124, 123, 120],
  [156, 148, 119],
  [190, 175, 111],
  [225, 204, 94],
  [255, 234, 70],
] as const;

/** Okabe and Ito's colours that are dark enough on white, for series. */
export const SERIES_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'] as const;

/** Of what is best, and of what it is compared with. */
export const BEST_COLOUR = '#d55e00';
/** Of what somebody pointed at. */
export const CHOSEN_COLOUR = '#56b4e9';

/** The colour at a share of the scale, 0 to 1. */
export function cividis(share: number): string {
  return `rgb(${mixed(share).map(Math.round).join(',')})`;
}

/** Black or white, whichever is read better on that colour. */
export function inkOn(share: number): string {
  const [red, green, blue] = mixed(share);
  return 0.299 * red! + 0.587 * green! + 0.114 * blue! > 125 ? '#000000' : '#ffffff';
}

function mixed(share: number): number[] {
  const at = Math.min(1, Math.max(0, share)) * (CIVIDIS.length - 1);
  const lower = Math.min(CIVIDIS.length - 2, Math.floor(at));
  return CIVIDIS[lower]!.map((from, i) => from + (CIVIDIS[lower + 1]![i]! - from) * (at - lower));
}
