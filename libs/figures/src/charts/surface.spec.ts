import { cividis } from '../svg/palette';
import { USUAL_ANGLE } from '../surface/view-angle';
import { logShare } from './colour-bar';
import { heatmap, type HeatmapCell } from './heatmap';
import { surface, type SurfaceInput } from './surface';

const NAME = '<b>"a" & \u202e\u200f</b>';
const CLOCKS = [100, 250, 400];
const TITLES = { title: NAME, columnTitle: 'GPU clock, MHz', rowTitle: 'CPU clock, MHz', valueTitle: 'energy, mJ' };

/** A bowl with its least in the middle. */
function bowl(): HeatmapCell[] {
  return CLOCKS.flatMap((_, row) =>
    CLOCKS.map((__, column) => {
      const value = 10 + (column - 1) ** 2 + 2 * (row - 1) ** 2;
      return {
        column,
        row,
        value,
        best: value === 10,
        near: value === 10,
        about: `${value} mJ`,
        key: `${column}-${row}`,
      };
    }),
  );
}

const input: SurfaceInput = { ...TITLES, columnsAt: CLOCKS, rowsAt: CLOCKS, cells: bowl(), baseline: null };
const keysOf = (figure: string) => [...figure.matchAll(/data-key="([^"]*)"/g)].map(([, key]) => key!);

it('draws each cell in the colour that it has on the map', () => {
  const share = logShare(10, 13);
  const colours = [10, 11, 12, 13].map((value) => cividis(share(value)));
  const columns = CLOCKS.map(String);
  const map = heatmap({ ...TITLES, columns, rows: columns, cells: bowl(), baseline: null });
  const drawn = surface(input, USUAL_ANGLE);
  for (const colour of colours) for (const figure of [map, drawn]) expect(figure).toContain(`fill="${colour}"`);
});

it('draws what is farther away first, from every side', () => {
  const first = (azimuth: number) => keysOf(surface(input, { azimuth, elevation: 30 }))[0];
  expect([45, 135, -135, -45].map(first)).toEqual(['2-2', '2-0', '0-0', '0-2']);
});

it('draws what is below the baseline, its plane, and what is above it', () => {
  const partsAt = (value: number): string[][] => {
    const drawn = surface({ ...input, baseline: { name: 'dvfs', value } }, USUAL_ANGLE);
    expect(drawn).toContain('>dvfs</text>');
    return drawn.split(/stroke-width="0.8" stroke-dasharray="4 3"/).map(keysOf);
  };
  const [mostBelow, cornersAbove] = partsAt(12.5);
  expect([mostBelow, cornersAbove].map((keys) => keys!.includes('1-1'))).toEqual([true, false]);
  expect(cornersAbove).toContain('2-2');
  const [middleBelow, mostAbove] = partsAt(10.2);
  expect(middleBelow).toEqual(['1-1']);
  expect(mostAbove).toHaveLength(9);
});

it('marks the optimum, and the border of the cells that may be it', () => {
  const drawn = surface(input, USUAL_ANGLE);
  expect(drawn.match(/>optimum<\/text>/g)).toHaveLength(1);
  const borders = drawn.match(/stroke="#ffffff" stroke-width="1.3"/g);
  expect(borders!.length).toBeGreaterThanOrEqual(3);
});

it('draws titles, units and round figures of the axes, and escapes every text', () => {
  const drawn = surface({ ...input, baseline: { name: NAME, value: 11 }, note: 'simulated' }, USUAL_ANGLE);
  for (const text of ['GPU clock, MHz', 'CPU clock, MHz', 'energy, mJ', 'simulated', '200', '300', '11'])
    expect(drawn).toContain(`>${text}</text>`);
  expect(drawn).not.toMatch(/<b>|NaN|Infinity|[\u202e\u200f]/);
});

it.each([
  ['one cell', [100], [100]],
  ['a row', CLOCKS, [100]],
  ['a column', [100], CLOCKS],
])('draws %s as dots', (_, columnsAt, rowsAt) => {
  const cells = bowl().filter(({ column, row }) => column < columnsAt.length && row < rowsAt.length);
  const drawn = surface({ ...input, columnsAt, rowsAt, cells, baseline: { name: 'dvfs', value: 11.2 } }, USUAL_ANGLE);
  expect(drawn.match(/<circle [^>]*stroke="#808080"/g)).toHaveLength(cells.length);
  expect(drawn).not.toMatch(/NaN|Infinity/);
});

it.each([
  ['wide', 720, 590],
  ['narrow', 320, 362],
] as const)('never leaves its frame, %s and seen from any side', (size, width, height) => {
  for (let azimuth = -180; azimuth < 180; azimuth += 15)
    for (const elevation of [10, 40, 65]) {
      const drawn = surface({ ...input, baseline: { name: 'schedutil', value: 11 } }, { azimuth, elevation }, size);
      const pixels = [...drawn.matchAll(/(?:[ML]|<text x=")(-?[\d.]+)(?: |" y=")(-?[\d.]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      );
      expect(pixels.every(([x, y]) => x >= 0 && x <= width && y >= 0 && y <= height)).toBe(true);
    }
});

it('has letters of the same size on a narrow screen', () => {
  const sizes = (size: 'wide' | 'narrow') => new Set(surface(input, USUAL_ANGLE, size).match(/font-size="\d+"/g));
  expect(sizes('narrow')).toEqual(sizes('wide'));
});
