import type { CampaignView } from '@joulefleet/contracts';
import { Badge, type Tone } from './badge';
import styles from './campaign-progress.module.css';

const TONES: Readonly<Partial<Record<CampaignView['phase'], Tone>>> = {
  running: 'busy',
  completed: 'good',
  failed: 'bad',
  paused: 'warn',
  pausing: 'warn',
};

export function Phase({ phase }: Pick<CampaignView, 'phase'>) {
  return <Badge tone={TONES[phase] ?? 'plain'}>{phase}</Badge>;
}

/** How much is done, as bar and in digits. */
export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
  return (
    <span className={styles.progress}>
      <progress aria-label={label} value={done} max={Math.max(total, 1)} />
      <span>
        {done.toLocaleString()} of {total.toLocaleString()} trials ({percent} %)
      </span>
    </span>
  );
}

/** Trials of a campaign that are over, however they ended. */
export function doneOf({ trials }: Pick<CampaignView, 'trials'>): number {
  return trials.accepted + trials.rejected + trials.failed + trials.skipped;
}
