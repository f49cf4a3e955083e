import type { DeviceView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useChange } from '../api/use-route';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { HostKeyCheck } from '../parts/host-key-check';

type Stage = { at: 'closed' } | { at: 'look' } | { at: 'same' } | { at: 'compare'; seen: string };

/** Pins another host key after somebody compared it. */
export function RepinAction({ device: { name, fingerprint, nextStep } }: { device: DeviceView }) {
  const { stage, setStage, check, look, repin, pin, close } = useRepin(name);
  const [agreed, setAgreed] = useState(false);
  const open = (): void => {
    setAgreed(false);
    setStage({ at: 'look' });
  };
  return (
    <>
      <Button look={nextStep?.code === 'repin' ? 'main' : 'plain'} onClick={open}>
        Re-pin host key…
      </Button>
      <ConfirmDialog
        open={stage.at === 'look' || stage.at === 'same'}
        title={`Re-pin the host key of ${name}?`}
        explanation={
          stage.at === 'same'
            ? `It shows the key that is pinned, and was checked: there is nothing to pin. ${fingerprint}`
            : 'Needed after the board was installed anew. The controller checks the device to see which key it shows now; nothing is pinned yet.'
        }
        verb={stage.at === 'same' ? 'Good' : 'Look at its key'}
        pending={check.isPending}
        failure={check.error}
        onConfirm={stage.at === 'same' ? close : look}
        onClose={close}
      />
      <ConfirmDialog
        open={stage.at === 'compare'}
        title={`Pin another host key of ${name}?`}
        explanation="The controller trusts whoever has this key from now on, and runs the pre-flight."
        verb="Pin this key"
        danger
        ready={agreed}
        pending={repin.isPending}
        failure={repin.error}
        onConfirm={pin}
        onClose={close}
      >
        {stage.at === 'compare' && (
          <HostKeyCheck where={name} seen={stage.seen} pinned={fingerprint} agreed={agreed} onAgree={setAgreed} />
        )}
      </ConfirmDialog>
    </>
  );
}

/** A check says which key the device shows now; only another one is pinned. */
function useRepin(name: string) {
  const [stage, setStage] = useState<Stage>({ at: 'closed' });
  const check = useChange('checkDevice');
  const repin = useChange('repinDevice');
  const close = (): void => {
    check.reset();
    repin.reset();
    setStage({ at: 'closed' });
  };
  const look = (): void =>
    check.mutate(
      { params: { name } },
      {
        onSuccess: () => setStage({ at: 'same' }),
        onError: ({ problem: { code, fingerprint: seen } }) => {
          if (code === 'host_key_changed' && seen !== undefined) setStage({ at: 'compare', seen });
        },
      },
    );
  const pin = (): void => {
    if (stage.at !== 'compare') return;
    repin.mutate({ params: { name }, body: { fingerprint: stage.seen } }, { onSuccess: close });
  };
  return { stage, setStage, check, look, repin, pin, close };
}
