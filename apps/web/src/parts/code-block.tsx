import { useId, useState } from 'react';
import { Button } from './button';
import styles from './code-block.module.css';
import { saveText } from './save-file';

interface CodeBlockProps {
  title: string;
  /** What it does. */
  about: string;
  text: string;
  /** Name of the file that it is saved as. */
  fileName: string;
  type?: string;
}

/** A text to copy or to save as a file. */
export function CodeBlock({ title, about, text, fileName, type = 'text/plain' }: CodeBlockProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.block}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      <p className={styles.about}>{about}</p>
      <div className={styles.actions}>
        <CopyButton text={text} title={title} />
        <Button aria-label={`Save as ${fileName}`} onClick={() => saveText(fileName, type, text)}>
          Save as {fileName}
        </Button>
      </div>
      <pre tabIndex={0} role="region" aria-label={title} className={styles.text}>
        <code>{text}</code>
      </pre>
    </section>
  );
}

/** Without https, and not on this machine, a browser has no clipboard to write to: then it is not offered. */
export function CopyButton({ text, title }: { text: string; title: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  if (!window.isSecureContext) return null;
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <>
      <Button onClick={copy} aria-label={`Copy ${title}`}>
        Copy
      </Button>
      <span role="status" className={styles.status}>
        {state === 'copied' && 'Copied.'}
        {state === 'refused' && 'The browser refused; select it instead.'}
      </span>
    </>
  );
}
