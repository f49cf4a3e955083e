import { LiveBoard } from './live-board';

it('keeps the latest reading of each device, as long as it is live', () => {
  let nowMs = 0;
  const board = new LiveBoard(() => nowMs);
  const reading = (device: string, powerMw: number) => ({
    ...{ device, powerMw, simulated: false },
    ...{ railsMw: {}, temperatureC: null, temperatureAgeS: null },
  });
  board.take({ kind: 'live', readings: [reading('nano-1', 1), reading('nano-2', 2)] });
  nowMs = 8_000;
  board.take({ kind: 'live', readings: [reading('nano-1', 3)] });
  expect(board.readings()).toEqual([reading('nano-1', 3), reading('nano-2', 2)]);
  nowMs = 13_000;
  expect(board.readings()).toEqual([reading('nano-1', 3)]);
});
