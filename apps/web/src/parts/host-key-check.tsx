import { useState } from 'react';
import { namesKey } from './compare-keys';
import dialog from './dialog.module.css';
import styles from './host-key-check.module.css';

interface CheckProps {
  /** Where the key was seen: a name, or host and port. */
  where: string;
  seen: string;
  /** The key that is pinned now, if there is one. */
  pinned?: string;
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}

/** Shows a host key and how to compare it on the board: by eye, or by pasting what the board prints. */
export function HostKeyCheck({ where, seen, pinned, agreed, onAgree }: CheckProps) {
  const [printed, setPrinted] = useState('');
  const same = namesKey(printed, seen);
  const paste = (text: string): void => {
    setPrinted(text);
    onAgree(namesKey(text, seen) === true);
  };
  return (
    <>
      <dl className={styles.keys}>
        {pinned !== undefined && (
          <>
            <dt>Pinned</dt>
            <dd>
              <code>{pinned}</code>
            </dd>
          </>
        )}
        <dt>{where} shows</dt>
        <dd>
          <code>{seen}</code>
        </dd>
      </dl>
      <p>
        On the board itself, at its own screen or serial console, run{' '}
        <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code> (for another kind of key its own file). If
        somebody stands between, the two differ.
      </p>
      <label className={dialog.field}>
        What the board prints (to compare it here)
        <input value={printed} onChange={(event) => paste(event.target.value)} spellCheck={false} autoComplete="off" />
      </label>
      {same === false && (
        <p role="alert" className={styles.different}>
          These are different keys. Do not go on before you know why: perhaps another board has this address, or the
          file of another kind of key was read.
        </p>
      )}
      {same === true && <p role="status">They are the same.</p>}
      <label className={styles.agree}>
        <input
          type="checkbox"
          checked={agreed}
          disabled={same === false}
          onChange={(event) => onAgree(event.target.checked)}
        />
        I compared them: the board has this key
      </label>
    </>
  );
}
