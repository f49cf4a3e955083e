import { useState } from 'react';
import styles from './long-text.module.css';

const SHOWN = 160;

/** A text that may be very long: its beginning, and the whole of it when asked for. */
export function LongText({ text, shown = SHOWN }: { text: string; shown?: number }) {
  const [whole, setWhole] = useState(false);
  if (text.length <= shown) return <span className={styles.text}>{text}</span>;
  return (
    <span className={styles.text}>
      {whole ? text : `${text.slice(0, shown)}…`}{' '}
      <button type="button" className={styles.more} aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}
      </button>
    </span>
  );
}
