import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'plain';

/** A state in a word; the colour only repeats it. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}

/** Stands wherever a figure or a device is simulated. */
export function SimulatedBadge({ simulated }: { simulated: boolean }) {
  return simulated ? <Badge tone="warn">simulated</Badge> : null;
}
