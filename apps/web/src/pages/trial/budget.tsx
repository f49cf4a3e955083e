import type { BudgetView, TrialAttempt, TrialView } from '@joulefleet/contracts';
import { useRoute } from '../../api/use-route';
import { energyOfTrial, formatUncertaintyPart } from '../../format/format-trial';
import { Answered } from '../../parts/states';
import styles from './trial.module.css';
import { ScrollTable } from '../../parts/scroll-table';

const COLUMNS = ['Part', 'Standard uncertainty', 'Share of the variance', 'Cancels on one device'];

/** The uncertainty of the energy, part by part: of the attempt that counts. */
export function Budget({ trial, attempt }: { trial: TrialView; attempt: TrialAttempt }) {
  const isCounted = attempt.attempt === trial.counts && attempt.energyMj !== null;
  const query = useRoute(
    'showBudget',
    { params: { id: trial.campaign.id }, query: { trial: trial.id } },
    { enabled: isCounted },
  );
  return (
    <section aria-labelledby="budget">
      <h2 id="budget">Uncertainty budget</h2>
      {isCounted ? (
        <Answered query={query}>{(budget) => <Table budget={budget} />}</Answered>
      ) : (
        <p className={styles.quiet}>Only the attempt that counts has one.</p>
      )}
    </section>
  );
}

function Table({ budget }: { budget: BudgetView }) {
  const { energyMj, absoluteMj, relativeMj, counterDifferencePct, calibration } = budget;
  const parts = budget.parts.filter(({ standardMj }) => standardMj > 0).sort((a, b) => b.sharePct - a.sharePct);
  return (
    <>
      <p>
        {energyOfTrial({ energyMj, absoluteUncertaintyMj: absoluteMj })} on its own,{' '}
        {energyOfTrial({ energyMj, absoluteUncertaintyMj: relativeMj })} against another figure of the same device (95
        %).
        {calibration && ` Calibrated, version ${calibration.version} of ${calibration.rail}.`}
        {counterDifferencePct !== null &&
          ` The hardware's own counter differs by ${counterDifferencePct.toFixed(2)} %.`}
      </p>
      <ScrollTable label="Parts of the uncertainty" columns={COLUMNS}>
        {parts.map(({ part, standardMj, sharePct, cancels }) => (
          <tr key={part}>
            <th scope="row">{part.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}</th>
            <td>{formatUncertaintyPart(standardMj, energyMj)}</td>
            <td>{sharePct.toFixed(1)} %</td>
            <td>{cancels}</td>
          </tr>
        ))}
      </ScrollTable>
    </>
  );
}
