import { useState } from 'react';
import type { ApiFailure } from '../api/api-failure';
import type { AnswerOf, CallOf, RouteId } from '../api/routes';
import { useChange } from '../api/use-route';

interface ConfirmedChange<Id extends RouteId> {
  ask: () => void;
  /** What the dialog needs of it to send a call, which may be made when it is confirmed; `onDone` gets what it answered. */
  dialogFor: (
    call: CallOf<Id> | (() => CallOf<Id>),
    onDone?: (answer: AnswerOf<Id>) => void,
  ) => {
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
    dialogFor: (call, onDone) => ({
      ...{ open, pending: change.isPending, failure: change.error, onClose },
      onConfirm: () =>
        change.mutate(typeof call === 'function' ? call() : call, {
          onSuccess: (answer) => {
            onDone?.(answer);
            onClose();
          },
        }),
    }),
  };
}
