import { proposeRepetitions, waitOrStop } from './propose-repetitions';
import type { Strategy, SweepParameters } from './strategy';

/** Every cell on every device, `repetitions` times: the study's full sweep. It needs no statistics. */
export function sweepStrategy(parameters: SweepParameters): Strategy {
  return {
    name: 'sweep',
    propose: (state) =>
      proposeRepetitions(state, parameters) ?? waitOrStop(state, 'every trial of the sweep is settled'),
  };
}
