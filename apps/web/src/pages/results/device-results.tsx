import type { DeviceMatrixView, DeviceRankingView } from '@joulefleet/contracts';
import { devicesAsCsv, devicesFigure, formatInterval, frameTitle, ratioOf, type Table } from '@joulefleet/figures';
import { formatCount } from '../../format/format';
import { DataTable } from '../../parts/data-table';
import { FigureChart } from '../../parts/figure-chart';
import { useSearchChoices } from '../../parts/use-search-choices';
import { Choice } from '../../parts/choice';
import { ResultView } from './result-view';
import type { ViewProps } from './view-props';
import styles from './results.module.css';
import { useResultView } from './use-result-view';

const FILTERS = ['workload', 'batchSize'] as const;
const FRAMES = (['optimum', 'dvfs', 'equal-latency'] as const).map((frame) => [frame, frameTitle(frame)] as const);

/** Devices against one another in one frame: a ranking, and each work with its matrix. */
export function DeviceResults({ campaignId }: ViewProps) {
  const [search, set] = useSearchChoices();
  const frame = FRAMES.find(([each]) => each === search.get('frame'))?.[0] ?? 'optimum';
  const { query, all } = useResultView('showDevices', campaignId, FILTERS);
  return (
    <ResultView
      query={query}
      subjects={all?.matrices ?? []}
      filters={FILTERS}
      controls={<Choice title="Compare" value={frame} choices={FRAMES} onSet={(value) => set('frame', value)} />}
      empty="No two devices have measured the same work yet"
    >
      {(view) => [
        ...view.rankings.filter((each) => each.frame === frame).map((each) => <Ranking key="ranking" ranking={each} />),
        ...view.matrices
          .filter((matrix) => matrix.frame === frame)
          .map((matrix, place) => (
            <FigureChart
              key={place}
              figure={devicesFigure(matrix, view.simulated)}
              name={`devices-${frame}-${matrix.workload}-${matrix.batchSize}-${place + 1}`}
              csv={() => devicesAsCsv({ ...view, matrices: [matrix] })}
              simulated={view.simulated}
            >
              <Matrix matrix={matrix} />
            </FigureChart>
          )),
      ]}
    </ResultView>
  );
}

function Ranking({ ranking }: { ranking: DeviceRankingView }) {
  const { frame, works, devices, rankable, missing } = ranking;
  const table: Table = {
    columns: ['rank', 'device', 'energy', 'latency', 'energy × time', 'grade', ''],
    numeric: [0, 2, 3, 4],
    rows: devices.map(({ rank, device, energy, latency, edp, grade, apart }) => [
      ...[rank === null ? '–' : String(rank), device],
      ...[energy, latency, edp].map((ratio) => formatInterval(ratio)),
      ...[grade, rank === null ? 'not ranked' : rank === 1 ? 'best' : apart ? '' : 'tied with the best'],
    ]),
  };
  return (
    <section aria-labelledby="ranking">
      <h2 id="ranking">
        Ranking, {frameTitle(frame)}, over {formatCount(works, 'work')}
      </h2>
      <DataTable table={table} label="Ranking" />
      <p className={styles.quiet}>
        Geometric means of the ratios to the best device over the work that all of them have.
        {!rankable && ' The grade of a device is too low to rank it, so the order is not that of all.'}
        {missing.length > 0 && ` Left out, because they lack work that the others have: ${missing.join(', ')}.`}
      </p>
    </section>
  );
}

/** Energy of each device over that of each other one. */
function Matrix({ matrix }: { matrix: DeviceMatrixView }) {
  const names = matrix.devices.map(({ device }) => device);
  const table: Table = {
    columns: ['energy of … over', ...names],
    numeric: names.map((_, i) => i + 1),
    rows: names.map((device) => [
      device,
      ...names.map((against) => {
        const ratio = ratioOf(matrix, device, against);
        return device === against ? '1' : ratio ? formatInterval(ratio) : '–';
      }),
    ]),
  };
  return (
    <>
      <DataTable table={table} label="Ratios of energy between devices" />
      <p className={styles.quiet}>Below 1 the device of the row takes less. Both sensors count in the 95 % interval.</p>
    </>
  );
}
