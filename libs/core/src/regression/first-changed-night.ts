/** Fewer nights would be dated by a single one that is far off. */
const MIN_NIGHTS = 2;
/** A later night has to explain more by this factor: what grows slowly began with the flag, and one night early is none the worse. */
const CLEARLY_MORE = 1.1;

/**
 * From which of the nights after a flag on the change was there, when they have confirmed it: a flag may have been raised by chance, and
 * confirmed by what began only later. The step that makes the nights most likely, their scatter being the same (the sum of squares that it
 * explains): sum² / n of the nights from it on.
 *
 * @param flagged the nights of the flag's window: their mean deviation in its direction, and how many.
 * @param deviations of the nights after it, in its direction.
 * @returns place in `deviations`; null: it was there when it was flagged.
 */
export function firstChangedNight(
  flagged: { mean: number; nights: number },
  deviations: readonly number[],
): number | null {
  let best: { place: number | null; explained: number } = { place: null, explained: 0 };
  let sum = 0;
  for (let place = deviations.length - 1; place >= 0; place--) {
    sum += deviations[place]!;
    const nights = deviations.length - place;
    const explained = sum > 0 ? sum ** 2 / nights : 0;
    if (nights >= MIN_NIGHTS && explained > best.explained) best = { place, explained };
  }
  const whole = (sum + flagged.mean * flagged.nights) ** 2 / (deviations.length + flagged.nights);
  return best.explained > CLEARLY_MORE * whole ? best.place : null;
}
