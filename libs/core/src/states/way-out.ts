import type { Availability } from './device-states';

/** What of a device decides how it gets back to work. */
export interface StrandedDevice {
  name: string;
  availability: Availability;
  /** It shows another host key than the pinned one. */
  keyChanged: boolean;
  /** Its facts changed in a way that nobody has accepted and that matters to results. */
  driftBlocks: boolean;
}

/** What brings a device back to work, as a command or as what is waited for; null when it works or is at work. */
export function wayOut({ name, availability, keyChanged, driftBlocks }: StrandedDevice): string | null {
  const check = `joulefleet device check ${name}`;
  switch (availability) {
    case 'ready':
    case 'leased':
      return null;
    case 'cooling':
      return 'it is checked again once it had time to cool';
    case 'offline':
      return 'it is checked as soon as it answers';
    case 'maintenance':
      return `it is checked when the window ends; sooner: joulefleet device end-maintenance ${name}`;
    case 'quarantined':
      if (keyChanged) return `if that is meant to be so: joulefleet device repin ${name}`;
      if (driftBlocks) return `if that is meant to be so: joulefleet device accept-drift ${name}, then: ${check}`;
      return `mend it, then: ${check}`;
    case 'retired':
      return `to have it back: ${check}`;
  }
}
