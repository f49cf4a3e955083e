import type { CellChangeView, ComparisonView } from '@joulefleet/contracts';
import { asChangePct, describeSetting, describeWork } from '@joulefleet/core';
import { comparisonAsCsv, comparisonFigure, formatInterval } from '@joulefleet/figures';
import { useMemo } from 'react';
import { useCampaigns } from '../../api/collect-pages';
import { useRoute } from '../../api/use-route';
import { formatCount, formatMoment } from '../../format/format';
import { Badge, type Tone } from '../../parts/badge';
import { Choice } from '../../parts/choice';
import { FigureChart } from '../../parts/figure-chart';
import { LongTable } from '../../parts/long-table';
import { Answered, Empty } from '../../parts/states';
import { useSearchChoices } from '../../parts/use-search-choices';
import styles from './results.module.css';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';

/** Campaigns that are launched meanwhile. */
const EVERY_MS = 30_000;
const MARGINS = ['0.5', '1', '2', '5', '10'] as const;
const USUAL_MARGIN = '2';
const COLUMNS = ['Device', 'Against', 'Workload', 'Batch', 'Setting', 'Energy (%)', 'Time (%)', 'Grade', 'Verdict'];
const TONES: Readonly<Record<CellChangeView['verdict'], Tone>> = {
  better: 'good',
  worse: 'bad',
  equivalent: 'plain',
  undecided: 'warn',
};

/** A campaign against an earlier one, which is chosen here; all choices are in the URL. */
export function ComparisonResults({ campaignId }: ViewProps) {
  const [search, set] = useSearchChoices();
  const campaigns = useCampaigns(EVERY_MS);
  const against = search.get('against') ?? '';
  return (
    <Answered query={campaigns}>
      {(all) => {
        const others = all.filter(({ id }) => id !== campaignId);
        if (others.length === 0 && against === '')
          return (
            <Empty title="There is no other campaign to compare with">
              <p>
                Launch the same again when something has changed: the next version of a model, or a new power supply.
              </p>
            </Empty>
          );
        const names = others.map(({ id, name, createdAt }) => [id, `${name}, ${formatMoment(createdAt)}`] as const);
        const known = names.some(([id]) => id === against) || against === '' ? [] : [[against, against] as const];
        const reference = (
          <Choice
            title="Compare with"
            value={against}
            choices={[['', 'choose a campaign'], ...known, ...names]}
            onSet={(id) => set('against', id)}
          />
        );
        if (against !== '') return <Compared campaignId={campaignId} against={against} reference={reference} />;
        return (
          <>
            <div className={styles.controls}>{reference}</div>
            <Empty title="Choose the earlier campaign">
              <p>
                Each cell that both have measured is compared: energy and time, and whether a change is more than
                chance.
              </p>
            </Empty>
          </>
        );
      }}
    </Answered>
  );
}

interface ComparedProps extends ViewProps {
  against: string;
  reference: React.ReactNode;
}

function Compared({ campaignId, against, reference }: ComparedProps) {
  const [search, set] = useSearchChoices();
  const chosen = (name: string): 'true' | undefined => (search.get(name) === 'true' ? 'true' : undefined);
  const margin = MARGINS.find((each) => each === search.get('margin')) ?? USUAL_MARGIN;
  const query = useRoute('showComparison', {
    params: { id: campaignId },
    query: { against, marginPct: margin, across: chosen('across'), mixed: chosen('mixed') },
  });
  const data = useMemo(() => query.data && { ...query.data, notes: query.data.warnings }, [query.data]);
  const controls = (
    <>
      {reference}
      <Choice
        title="A change matters from"
        value={margin}
        choices={MARGINS.map((each) => [each, `${each} %`] as const)}
        onSet={(next) => set('margin', next === USUAL_MARGIN ? '' : next)}
      />
      <Switch title="each device with each of its class" name="across" />
      <Switch title="also simulated with measured" name="mixed" />
      <Switch title="every cell" name="every" />
    </>
  );
  return (
    <ResultView
      query={{ ...query, data }}
      subjects={[]}
      filters={[]}
      controls={controls}
      empty="They have no cell with accepted trials in common"
    >
      {(view) =>
        view.groups.length === 0
          ? []
          : [<Comparison key="comparison" view={view} every={search.get('every') === 'true'} />]
      }
    </ResultView>
  );
}

/** Set or not; in the URL. */
function Switch({ title, name }: { title: string; name: string }) {
  const [search, set] = useSearchChoices();
  return (
    <label>
      <input
        type="checkbox"
        checked={search.get(name) === 'true'}
        onChange={(event) => set(name, event.target.checked ? 'true' : '')}
      />{' '}
      {title}
    </label>
  );
}

function Comparison({ view, every }: { view: ComparisonView; every: boolean }) {
  const figure = useMemo(() => comparisonFigure(view), [view]);
  const { campaign, reference, onlyInCampaign, onlyInReference, leftOut } = view;
  const cells = every ? view.cells : view.cells.filter(({ verdict }) => verdict === 'better' || verdict === 'worse');
  const only = [
    [campaign.name, onlyInCampaign.length + leftOut.onlyInCampaign],
    [reference.name, onlyInReference.length + leftOut.onlyInReference],
  ] as const;
  return (
    <FigureChart
      figure={figure}
      name={`comparison-${campaign.name}-${reference.name}`}
      csv={() => comparisonAsCsv(view)}
      simulated={campaign.simulated || reference.simulated}
    >
      <h3>{every ? 'Every cell' : 'Cells that are better or worse'}</h3>
      {cells.length === 0 ? (
        <p>{every ? 'None.' : 'None is: see every cell for what is equivalent or undecided.'}</p>
      ) : (
        <LongTable label="Changes by cell" columns={COLUMNS} rows={cells} keyOf={keyOf}>
          {(cell) => <Cell cell={cell} />}
        </LongTable>
      )}
      <p className={styles.quiet}>
        Changes of energy and time against the reference, with 95 % intervals. Better, worse: unlikely to be chance.
        Small: less than the margin. Equivalent: certainly within the margin. With grade D or worse on either side the
        two are not to be ranked.
        {only.map(([name, count]) => count > 0 && ` ${formatCount(count, 'cell')} only in ${name}.`)}
      </p>
    </FigureChart>
  );
}

function keyOf({ device, against, cellKey }: CellChangeView): string {
  return `${device} ${against} ${cellKey}`;
}

function Cell({ cell }: { cell: CellChangeView }) {
  const { device, against, batchSize, levels, energyRatio, durationRatio, grade, againstGrade, verdict, relevant } =
    cell;
  const isSmall = (verdict === 'better' || verdict === 'worse') && !relevant;
  return (
    <>
      <th scope="row">{device}</th>
      <td>{against}</td>
      <td>{describeWork(cell)}</td>
      <td>{batchSize}</td>
      <td>{describeSetting(levels)}</td>
      <td>{formatInterval(asChangePct(energyRatio))}</td>
      <td>{formatInterval(asChangePct(durationRatio))}</td>
      <td>
        {grade} over {againstGrade}
      </td>
      <td>
        <Badge tone={TONES[verdict]}>{isSmall ? `${verdict}, small` : verdict}</Badge>
      </td>
    </>
  );
}
