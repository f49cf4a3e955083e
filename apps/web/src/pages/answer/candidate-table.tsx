import type { AnswerCandidate } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { useId } from 'react';
import { Link } from 'react-router';
import { Badge, SimulatedBadge } from '../../parts/badge';
import { Fit } from './best-answer';
import { energyText, latencyText, powerText } from './figures-text';
import styles from './answer.module.css';
import { ScrollTable } from '../../parts/scroll-table';

const COLUMNS = ['Device', 'Work', 'Setting', 'Energy', 'Latency', 'Mean power', 'Limits', 'Grade', 'Campaign'];

/** Other measured cells, the best first. */
export function CandidateTable({ title, candidates }: { title: string; candidates: readonly AnswerCandidate[] }) {
  const id = useId();
  if (candidates.length === 0) return null;
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h2 id={id}>{title}</h2>
      <div className={styles.whole}>
        <ScrollTable label={title} columns={COLUMNS}>
          {candidates.map((each) => (
            <tr key={`${each.campaignId} ${each.device} ${each.cellKey}`}>
              <td>
                <Link to={`/fleet/${each.device}`}>{each.device}</Link>
              </td>
              <td>
                {describeWork(each)}, batch {each.batchSize}
              </td>
              <td>{describeSetting(each.levels)}</td>
              <td>
                {energyText(each, each.unit)} {each.mayBeBest && <Badge>may be as good</Badge>}
              </td>
              <td>{latencyText(each)}</td>
              <td>{powerText(each)}</td>
              <td>
                <Fit fit={each.fit} />
              </td>
              <td>{each.grade.grade}</td>
              <td>
                <Link to={`/campaigns/${each.campaignId}/results`}>{each.campaign}</Link>{' '}
                <SimulatedBadge simulated={each.simulated} />
              </td>
            </tr>
          ))}
        </ScrollTable>
      </div>
    </section>
  );
}
