import type { DeviceView } from '@joulefleet/contracts';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useConfirmedChange } from '../parts/use-confirmed-change';

/** Runs the pre-flight, which brings back what passes. */
export function CheckAction({ name }: { name: string }) {
  const { ask, dialogFor } = useConfirmedChange('checkDevice');
  return (
    <>
      <Button look="main" onClick={ask}>
        Check…
      </Button>
      <ConfirmDialog
        title={`Check ${name}?`}
        explanation="Connects, and runs the pre-flight. A device that passes becomes ready, also out of quarantine. It may take a minute."
        verb="Check"
        {...dialogFor({ params: { name } })}
      />
    </>
  );
}

/** What changed on the device counts from now on. */
export function AcceptAction({ device: { name, drift } }: { device: DeviceView }) {
  const { ask, dialogFor } = useConfirmedChange('acceptDrift');
  return (
    <>
      {drift.length > 0 && <Button onClick={ask}>Accept changes…</Button>}
      <ConfirmDialog
        title={`Accept what changed on ${name}?`}
        explanation="From now on the present facts are what the device is compared with. Results before and after may not compare."
        verb="Accept"
        {...dialogFor({ params: { name } })}
      />
    </>
  );
}
