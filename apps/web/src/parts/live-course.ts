/** A figure and when it was read. */
export interface TimedFigure {
  atMs: number;
  figure: number;
}

export interface LiveCourse {
  /** Stretches without a gap, each as the points of a polyline in a field of 1000 by 100. */
  lines: string[];
  least: number;
  greatest: number;
  last: number;
  spanS: number;
}

/** Readings come each second; where none came for longer, the line is broken. */
const MAX_STEP_MS = 6_000;
const WIDTH = 1000;
const HEIGHT = 100;

/** How a figure went; null with fewer than two of them. */
export function courseOf(figures: readonly TimedFigure[]): LiveCourse | null {
  const [first, last] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined || figures.length < 2) return null;
  const values = figures.map(({ figure }) => figure);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const spanMs = last.atMs - first.atMs || 1;
  const place = ({ atMs, figure }: TimedFigure): string => {
    const x = (WIDTH * (atMs - first.atMs)) / spanMs;
    const y = HEIGHT * (greatest > least ? 1 - (figure - least) / (greatest - least) : 0.5);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const stretches: string[][] = [];
  figures.forEach((each, i) => {
    const goesOn = i > 0 && each.atMs - figures[i - 1]!.atMs <= MAX_STEP_MS;
    if (goesOn) stretches.at(-1)!.push(place(each));
    else stretches.push([place(each)]);
  });
  return {
    lines: stretches.map((stretch) => stretch.join(' ')),
    ...{ least, greatest, last: last.figure, spanS: spanMs / 1000 },
  };
}
