import type { TrialAttempt, TrialView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { formatMoment, formatPower } from '../../format/format';
import { energyOfTrial, repetitionOf } from '../../format/format-trial';
import { SimulatedBadge } from '../../parts/badge';
import { Answered, Empty } from '../../parts/states';
import { TrialState, Verdict } from '../../parts/trial-state';
import { useSearchChoices } from '../../parts/use-search-choices';
import { useTitle } from '../../parts/use-title';
import { Budget } from './budget';
import { Checks } from './checks';
import { Conditions } from './conditions';
import { RawData } from './raw-data';
import { TraceSection } from './trace-section';
import styles from './trial.module.css';
import { Unmeasured } from './unmeasured';

/** One trial: what was measured in each of its attempts, and how it was judged. The attempt is in the URL. */
export function Trial() {
  const { campaignId = '', trialId = '' } = useParams();
  const query = useRoute('showTrial', { params: { id: campaignId, trialId } });
  useTitle(query.data ? `${query.data.workload}, ${repetitionOf(query.data)}` : 'Trial');
  return (
    <Answered isPage query={query}>
      {(trial) => <Page key={trial.id} trial={trial} />}
    </Answered>
  );
}

function Page({ trial }: { trial: TrialView }) {
  const [search, set] = useSearchChoices();
  const { attempts, counts } = trial;
  const wanted = Number(search.get('attempt')) || counts;
  const attempt = attempts.find((each) => each.attempt === wanted) ?? attempts[0];
  return (
    <>
      <Head trial={trial} />
      <Unmeasured trial={trial} />
      {attempts.length > 1 && (
        <label>
          Attempt{' '}
          <select value={attempt?.attempt} onChange={(event) => set('attempt', event.target.value, ['from', 'to'])}>
            {attempts.map((each) => (
              <option key={each.attempt} value={each.attempt}>
                {describeAttempt(each, counts)}
              </option>
            ))}
          </select>
        </label>
      )}
      {attempt && <Attempt key={attempt.attempt} trial={trial} attempt={attempt} />}
    </>
  );
}

function Head({ trial }: { trial: TrialView }) {
  const { campaign, device, levels, state, simulated, inferences, block, position } = trial;
  const list = `/campaigns/${campaign.id}/trials`;
  return (
    <>
      <h1 className={styles.title}>
        {describeWork({ ...trial, options: {} })}, {repetitionOf(trial)} <TrialState state={state} />{' '}
        <SimulatedBadge simulated={simulated} />
      </h1>
      <p className={styles.about}>
        On <Link to={`/fleet/${device}`}>{device}</Link> at {describeSetting(levels)}, batch size {levels.batchSize},{' '}
        {inferences.toLocaleString()} inferences; block {block}, position {position.toLocaleString()}. Campaign{' '}
        <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>, <Link to={list}>all trials</Link>,{' '}
        <Link to={`${list}?device=${device}`}>those of {device}</Link>.
      </p>
    </>
  );
}

function Attempt({ trial, attempt }: { trial: TrialView; attempt: TrialAttempt }) {
  return (
    <>
      <Figures attempt={attempt} />
      {attempt.error && (
        <Empty title={`The attempt ended with ${attempt.error.code.replaceAll('_', ' ')}`}>
          <p className={styles.title}>{attempt.error.message}</p>
          {attempt.error.remedy !== null && <p>{attempt.error.remedy}</p>}
        </Empty>
      )}
      <TraceSection trial={trial} attempt={attempt} />
      <Checks attempt={attempt} />
      <Budget trial={trial} attempt={attempt} />
      <Conditions attempt={attempt} />
      <RawData trial={trial} attempt={attempt} />
    </>
  );
}

function Figures({ attempt }: { attempt: TrialAttempt }) {
  const { energyMj, durationMs, meanPowerMw, idlePowerMw, verdict, committedAt, flags } = attempt;
  return (
    <dl className={styles.figures}>
      <div>
        <dt>Verdict</dt>
        <dd>
          <Verdict verdict={verdict} />
        </dd>
      </div>
      <div>
        <dt>Energy of the inference window (k = 2)</dt>
        <dd>{energyOfTrial(attempt)}</dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd>{durationMs === null ? '–' : `${(durationMs / 1000).toFixed(2)} s`}</dd>
      </div>
      <div>
        <dt>Mean power</dt>
        <dd>{meanPowerMw === null ? '–' : formatPower(meanPowerMw)}</dd>
      </div>
      <div>
        <dt>Idle power at the same clocks</dt>
        <dd>{idlePowerMw === null ? '–' : formatPower(idlePowerMw)}</dd>
      </div>
      <div>
        <dt>Stored</dt>
        <dd>
          {formatMoment(committedAt)}
          {energyMj !== null && attempt.calibrated ? ', calibrated' : ''}
          {flags.length > 0 && `, ${flags.join(', ').replaceAll('_', ' ')}`}
        </dd>
      </div>
    </dl>
  );
}

function describeAttempt({ attempt, outcome, verdict }: TrialAttempt, counts: number | null): string {
  return `${attempt}: ${outcome}${verdict === null ? '' : `, ${verdict}`}${attempt === counts ? ', counts' : ''}`;
}
