import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
import type { AnswerOf, CallOf, RouteId } from '../api/routes';

/**
 * As `useConfirmedChange`, for what sends or answers a secret: neither is kept by the query cache, whose memory of a change outlives the
 * dialog.
 */
export function useSecretChange<Id extends RouteId>(id: Id) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const onClose = (): void => {
    setOpen(false);
    setFailure(null);
  };
  const send = async (call: CallOf<Id>, onDone?: (answer: AnswerOf<Id>) => void): Promise<void> => {
    setPending(true);
    try {
      const answer = await callRoute(id, call);
      onClose();
      onDone?.(answer);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure(error);
    } finally {
      setPending(false);
      void queries.invalidateQueries();
    }
  };
  return {
    ask: () => setOpen(true),
    dialogFor: (call: () => CallOf<Id>, onDone?: (answer: AnswerOf<Id>) => void) => ({
      ...{ open, pending, failure, onClose },
      onConfirm: () => void send(call(), onDone),
    }),
  };
}
