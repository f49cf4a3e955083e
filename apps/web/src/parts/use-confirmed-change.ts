import { useState } from 'react';
import type { ApiFailure } from '../api/api-failure';
import type { CallOf, RouteId } from '../api/routes';
import { useChange } from '../api/use-route';

interface ConfirmedChange<Id extends RouteId> {
  ask: () => void;
  /** What the dialog needs of it to send a call. */
  dialogFor: (call: CallOf<Id>) => {
    open: boolean;
    pending: boolean;
    failure: ApiFailure | null;
    onConfirm: () => void;
    onClose: () => void;
  };
}

/** A change that a person confirms: `ask` opens the dialog, which closes when the change succeeded. */
export function useConfirmedChange<Id extends RouteId>(id: Id): ConfirmedChange<Id> {
  const [open, setOpen] = useState(false);
  const change = useChange(id);
  const onClose = (): void => {
    setOpen(false);
    change.reset();
  };
  return {
    ask: () => setOpen(true),
    dialogFor: (call) => ({
      ...{ open, pending: change.isPending, failure: change.error, onClose },
      onConfirm: () => change.mutate(call, { onSuccess: onClose }),
    }),
  };
}
