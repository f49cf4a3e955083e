import { Button } from './button';
import { CopyButton } from './code-block';
import dialogStyles from './dialog.module.css';
import styles from './shown-once.module.css';
import { Dialog, DialogDismiss, DialogHeading } from '@ariakit/react';

interface ShownOnceProps {
  /** Null: nothing is to be shown. */
  secret: { title: string; about: string; text: string } | null;
  onClose: () => void;
}

/** A password or a key that nobody can read again: it is forgotten when the dialog closes, and a click beside it does not close it. */
export function ShownOnce({ secret, onClose }: ShownOnceProps) {
  return (
    <Dialog
      open={secret !== null}
      onClose={onClose}
      unmountOnHide
      hideOnInteractOutside={false}
      backdrop={<div className={dialogStyles.backdrop} />}
      className={dialogStyles.dialog}
    >
      <DialogHeading className={dialogStyles.heading}>{secret?.title}</DialogHeading>
      <p>{secret?.about}</p>
      <output aria-label={secret?.title} className={styles.secret} tabIndex={0}>
        {secret?.text}
      </output>
      <div className={dialogStyles.actions}>
        {secret && <CopyButton text={secret.text} title={secret.title} />}
        <DialogDismiss render={<Button look="main" />}>I have it</DialogDismiss>
      </div>
    </Dialog>
  );
}
