import type { Availability } from './device-states';
import { isHostKeyChange, isInUse, type Reason } from './reason';

/** What decides how a device gets back to work. */
export interface StrandedDevice {
  availability: Availability;
  reason: Reason | null;
  /** Its facts changed in a way that nobody has accepted and that matters to results. */
  driftBlocks: boolean;
}

/** `automatic`: nobody has to do anything. `manual`: a person has to. */
export type Resolution = 'automatic' | 'manual';

export const NEXT_STEPS = [
  'cool',
  'answer',
  'leave',
  'end_maintenance',
  'repin',
  'accept_drift',
  'repair',
  'bring_back',
] as const;

/** What brings a device back to work. Clients turn it into a sentence, a command or a button. */
export interface NextStep {
  code: (typeof NEXT_STEPS)[number];
  resolution: Resolution;
}

/** What brings a device back to work; null when it is ready or at work. */
export function nextStep({ availability, reason, driftBlocks }: StrandedDevice): NextStep | null {
  switch (availability) {
    case 'ready':
    case 'leased':
      return null;
    case 'cooling':
      return { code: 'cool', resolution: 'automatic' };
    case 'offline':
      return { code: isInUse(reason) ? 'leave' : 'answer', resolution: 'automatic' };
    case 'maintenance':
      return { code: 'end_maintenance', resolution: 'automatic' };
    case 'quarantined':
      if (isHostKeyChange(reason)) return { code: 'repin', resolution: 'manual' };
      return { code: driftBlocks ? 'accept_drift' : 'repair', resolution: 'manual' };
    case 'retired':
      return { code: 'bring_back', resolution: 'manual' };
  }
}
