import type { AnswerBaselineView, AnswerCandidate, AnswerView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import { formatInterval } from '../../format/format';
import { Badge } from '../../parts/badge';
import { Words } from '../../parts/words';
import { energyText, latencyText, powerText, throughputText } from './figures-text';
import styles from './answer.module.css';

/** What to use and what to expect of it, with the governors beside it. */
export function BestAnswer({ view, best }: { view: AnswerView; best: AnswerCandidate }) {
  const { asked, baseline } = view;
  const limited = asked.maxLatencyMs !== null || asked.maxPowerW !== null;
  return (
    <div className={styles.best}>
      <Facts
        title="Use"
        facts={[
          [
            'Device',
            <>
              <Link to={`/fleet/${best.device}`}>{best.device}</Link> ({best.deviceClass})
            </>,
          ],
          ['Setting', <strong>{describeSetting(best.levels) || 'as it is by itself'}</strong>],
          ['Batch size', <strong>{best.batchSize.toLocaleString()}</strong>],
          ['Work', describeWork(best)],
          ...(limited ? [['Limits', <Fit key="fit" fit={best.fit} />] as const] : []),
        ]}
      />
      <Facts
        title="Expect"
        facts={[
          ['Energy', energyText(best, best.unit)],
          ['Latency', latencyText(best)],
          ['Mean power', powerText(best)],
          ['Throughput', throughputText(best, best.unit)],
          ['EDP', formatInterval(best.edpMjMs, 'mJ·ms')],
          ...(best.costPerMillionInferences
            ? [['Cost', `${formatInterval(best.costPerMillionInferences, '')} per million ${best.unit}s`] as const]
            : []),
        ]}
      />
      <Facts
        title="Against the governors"
        facts={
          baseline ? againstGovernors(baseline, best.unit) : [['Baseline', 'not measured: what it saves is not known']]
        }
      />
      <Facts
        title="Known from"
        facts={[
          ['Campaign', <Link to={`/campaigns/${best.campaignId}/results`}>{best.campaign}</Link>],
          ['Trials', best.trials.toLocaleString()],
          ['Grade', gradeText(best)],
        ]}
      />
    </div>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  return (
    <div className={styles.facts}>
      <h3>{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

export function Fit({ fit }: Pick<AnswerCandidate, 'fit'>) {
  if (fit === 'yes') return <Badge tone="good">kept</Badge>;
  return fit === 'no' ? <Badge tone="bad">not kept</Badge> : <Badge tone="warn">perhaps kept</Badge>;
}

function againstGovernors(baseline: AnswerBaselineView, unit: string): Fact[] {
  const { savingPct, corrected, rankable, levels } = baseline;
  const doubts = [
    ...(corrected ? [] : ['not corrected for the luck of the choice']),
    ...(rankable ? [] : ['a grade is too low to quote it']),
  ];
  return [
    ['Saves', <strong>{formatInterval(savingPct, '%')} of the energy</strong>],
    ...(doubts.length > 0 ? [['But', doubts.join('; ')] as const] : []),
    ['Governors', describeSetting(levels)],
    ['Energy', energyText(baseline, unit)],
    ['Latency', latencyText(baseline)],
    ['Mean power', powerText(baseline)],
  ];
}

function gradeText({ grade: { grade, reasons, raise }, campaignId, device }: AnswerCandidate): ReactNode {
  return (
    <>
      <strong>{grade}</strong>
      {reasons.length > 0 && `: ${reasons.join('; ')}.`}
      {raise.length > 0 && (
        <span className={styles.quiet}>
          {' '}
          To raise it: <Words text={`${raise.join('; ')}.`} about={{ campaignId, device }} />
        </span>
      )}
    </>
  );
}
