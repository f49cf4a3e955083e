import { Dialog, DialogDescription, DialogDismiss, DialogHeading } from '@ariakit/react';
import type { FormEvent, ReactNode } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { Button } from './button';
import styles from './dialog.module.css';
import { getPersistentElements } from './persistent-elements';
import { Failure } from './states';

interface ConfirmProps {
  open: boolean;
  title: string;
  /** What happens, and what does not. */
  explanation: string;
  verb: string;
  danger?: boolean;
  /** False: something is still to be filled in or confirmed. */
  ready?: boolean;
  pending: boolean;
  failure: ApiFailure | null;
  onConfirm: () => void;
  onClose: () => void;
  /** Fields to fill before. */
  children?: ReactNode;
}

/** Asks before something is done that a person would not want to do by accident. */
export function ConfirmDialog({ open, title, explanation, verb, danger = false, ready = true, ...rest }: ConfirmProps) {
  const { pending, failure, onConfirm, onClose, children } = rest;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog may stand within a form: React would hand its submission on to that one.
    event.stopPropagation();
    if (ready && !pending) onConfirm();
  };
  return (
    <Dialog
      unmountOnHide
      getPersistentElements={getPersistentElements}
      open={open}
      onClose={onClose}
      backdrop={<div className={styles.backdrop} />}
      className={styles.dialog}
    >
      <form onSubmit={submit}>
        <DialogHeading className={styles.heading}>{title}</DialogHeading>
        <DialogDescription>{explanation}</DialogDescription>
        {children}
        {failure && <Failure failure={failure} />}
        <div className={styles.actions}>
          <DialogDismiss render={<Button />}>Back</DialogDismiss>
          <Button type="submit" look={danger ? 'danger' : 'main'} disabled={!ready || pending}>
            {pending ? 'Working…' : verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
