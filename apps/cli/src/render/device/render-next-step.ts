import type { DeviceView } from '@joulefleet/contracts';

/** What brings a device back to work, as a sentence or the command for it; null: nothing is needed. */
export function renderNextStep({ name, nextStep }: Pick<DeviceView, 'name' | 'nextStep'>): string | null {
  const command = (verb: string): string => `joulefleet device ${verb} ${name}`;
  switch (nextStep?.code) {
    case undefined:
      return null;
    case 'cool':
      return 'it is checked again when it has had time to cool';
    case 'answer':
      return 'it is checked as soon as it answers';
    case 'leave':
      return 'it is checked again until the other login, or program, has left it';
    case 'end_maintenance':
      return `it is checked when the window ends; sooner: ${command('end-maintenance')}`;
    case 'repin':
      return `if the new key is right: ${command('repin')}`;
    case 'accept_drift':
      return `if the change is right: ${command('accept-drift')}, then: ${command('check')}`;
    case 'repair':
      return `repair it, then: ${command('check')}`;
    case 'bring_back':
      return `to bring it back: ${command('check')}`;
  }
}
