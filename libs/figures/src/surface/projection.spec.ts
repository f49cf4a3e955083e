import { project, type Point } from './projection';
import { turned, USUAL_ANGLE } from './view-angle';

const at = (azimuth: number, elevation: number) => project({ azimuth, elevation }, [100, 100], 10);
const near = ([x, y]: readonly [number, number]) => [x.toFixed(3), y.toFixed(3)].map(Number);

it('has columns to the right and heights upwards when it looks along the rows', () => {
  const { to } = at(0, 0);
  expect([near(to([0.5, 0, 0])), near(to([0, 0.5, 0])), near(to([0, 0, 0.5]))]).toEqual([
    [105, 100],
    [100, 100],
    [100, 95],
  ]);
});

it('looks onto the floor from above', () => {
  expect(near(at(0, 90).to([0.5, 0.5, 1]))).toEqual([105, 95]);
  expect(near(at(90, 90).to([0.5, 0, 0]))).toEqual([100, 95]);
});

it.each([-180, -130, -40, 0, 60, 90, 135])('knows what is farther away, seen from %d degrees', (azimuth) => {
  const { to, farColumn, farRow } = at(azimuth, 30);
  const higher = (point: Point) => to(point)[1] <= to([0, 0, 0])[1] + 1e-9;
  expect([higher([farColumn, 0, 0]), higher([0, farRow, 0])]).toEqual([true, true]);
});

it('turns all around, and tilts within bounds', () => {
  expect(turned({ azimuth: 170, elevation: 60 }, { azimuth: 20, elevation: 20 })).toEqual({
    azimuth: -170,
    elevation: 65,
  });
  expect(turned({ azimuth: -170, elevation: 12 }, { azimuth: -20, elevation: -5 })).toEqual({
    azimuth: 170,
    elevation: 10,
  });
  expect(turned(USUAL_ANGLE, {})).toEqual(USUAL_ANGLE);
});
