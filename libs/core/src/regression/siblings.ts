import type { Availability, Health } from '../condition/device-states';
import type { ConfirmationState } from './confirmation-test';

/**
 * What a sibling showed, measured in turn as the device of the flag was. `differ`: the same change. `alike`: none, or clearly a smaller one. `unclear`:
 * neither is certain.
 */
export type SiblingOutcome = 'differ' | 'alike' | 'unclear';

/** Present less former version, a logarithm, and half of the width of its 95 % interval. */
export interface TurnsSize {
  shift: number;
  reach: number;
}

/** Another device of the class, on which the same cells were measured in turn the same night. */
export interface SiblingTurns extends TurnsSize {
  device: string;
  outcome: SiblingOutcome;
}

/** A device that may be the sibling of another one. */
export interface SiblingDevice {
  name: string;
  deviceClass: string;
  availability: Availability;
  health: Health;
}

/** A leased one works for somebody else, and a night does not wait for that. */
const FREE: ReadonlySet<Availability> = new Set(['ready', 'cooling']);

/**
 * Siblings of a device: of its class, healthy and free. Those that are the sibling of fewer devices already come first, then by name.
 *
 * @param taken how often each one is a sibling already.
 */
export function siblingsOf<D extends SiblingDevice>(
  own: string,
  devices: readonly D[],
  taken: ReadonlyMap<string, number>,
): D[] {
  const deviceClass = devices.find(({ name }) => name === own)?.deviceClass;
  const uses = ({ name }: D): number => taken.get(name) ?? 0;
  return devices
    .filter((each) => each.name !== own && each.deviceClass === deviceClass)
    .filter(({ availability, health }) => FREE.has(availability) && health === 'good')
    .sort((a, b) => uses(a) - uses(b) || (a.name < b.name ? -1 : 1));
}

/** Whether a test of the sibling is still waited for: what the device itself does not show is not confirmed, whatever a sibling shows. */
export function awaitsSibling(own: ConfirmationState, sibling: ConfirmationState): boolean {
  return own === 'confirmed' && sibling === 'undecided';
}

/**
 * What a sibling showed. That its own test did not confirm the change does not make it alike: it may have been just missed (A. Gelman and
 * H. Stern, The American Statistician 60, 2006). Where the device differs, the sibling is alike only if the two sizes differ significantly:
 * the 95 % interval of their difference, whose parts are independent, leaves out 0.
 */
export function judgeSibling(
  own: TurnsSize & { state: ConfirmationState },
  sibling: TurnsSize & { state: ConfirmationState },
): SiblingOutcome {
  if (sibling.state === 'confirmed') return 'differ';
  if (sibling.state === 'undecided') return 'unclear';
  if (own.state !== 'confirmed') return 'alike';
  const direction = Math.sign(own.shift);
  return direction * (own.shift - sibling.shift) > Math.hypot(own.reach, sibling.reach) ? 'alike' : 'unclear';
}
