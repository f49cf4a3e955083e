import type { DeviceView } from '@joulefleet/contracts';
import { Badge, type Tone } from './badge';

type NextStep = NonNullable<DeviceView['nextStep']>;

const TONES: Readonly<Record<DeviceView['availability'], Tone>> = {
  ready: 'good',
  leased: 'busy',
  cooling: 'busy',
  offline: 'warn',
  maintenance: 'plain',
  quarantined: 'bad',
  retired: 'plain',
};

export function Availability({ availability }: Pick<DeviceView, 'availability'>) {
  return <Badge tone={TONES[availability]}>{availability}</Badge>;
}

const STEPS: Readonly<Record<NextStep['code'], string>> = {
  cool: 'cools down by itself',
  answer: 'comes back when it answers again',
  leave: 'comes back when the other login, or program, has left it',
  end_maintenance: 'comes back when the maintenance ends',
  repin: 'confirm its host key',
  accept_drift: 'look at what changed, and accept it',
  repair: 'mend what the pre-flight found, then check',
  bring_back: 'check it to bring it back',
};

/** What brings a device back to work. */
export function describeStep(step: NextStep): string {
  return STEPS[step.code];
}
