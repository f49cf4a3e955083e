import type { GridCell, GridView } from '@joulefleet/contracts';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useRoute } from '../api/use-route';
import { formatCount } from '../format/format';
import { Choice } from '../parts/choice';
import { LongTable } from '../parts/long-table';
import { Answered, Empty } from '../parts/states';
import { Unfolded } from '../parts/unfolded';
import { useSearchChoices } from '../parts/use-search-choices';
import { CellMarks } from './cell-marks';
import { CellPanel } from './cell-panel';
import { CELL_STATES, cellStateOf, countStates, describeTrials, type CellState } from './cell-state';
import styles from './cells.module.css';
import { layOutGrid } from './lay-out-grid';
import legend from './legend.module.css';

/** What no event reports: which trial the device is at. */
const EVERY_MS = 5_000;
const SWATCH_PX = 16;
const COLUMNS = ['Cell', 'State', 'Trials'];

interface CellsProps {
  campaignId: string;
  /** It is not measured any more. */
  over: boolean;
}

/** How far each cell is, on a device and of a workload at a time; both are in the URL. */
export function CellsSection({ campaignId, over }: CellsProps) {
  const [search, set] = useSearchChoices();
  const query = {
    device: search.get('device') ?? undefined,
    workload: search.get('workload') ?? undefined,
  };
  const grid = useRoute('showGrid', { params: { id: campaignId }, query }, { everyMs: over ? undefined : EVERY_MS });
  return (
    <section aria-labelledby="cells">
      <h2 id="cells">Cells</h2>
      <Answered query={grid}>
        {(view) => (
          <>
            <div className={styles.controls}>
              <Named title="Device" value={view.device} names={view.devices} onSet={(name) => set('device', name)} />
              <Named
                title="Workload"
                value={view.workload}
                names={view.workloads}
                onSet={(name) => set('workload', name)}
              />
            </div>
            <div aria-busy={grid.isPlaceholderData} className={grid.isPlaceholderData ? styles.old : undefined}>
              {view.cells.length === 0 ? <NoCell view={view} /> : <Cells view={view} campaignId={campaignId} />}
            </div>
          </>
        )}
      </Answered>
    </section>
  );
}

interface NamedProps {
  title: string;
  value: string;
  names: readonly string[];
  onSet: (name: string) => void;
}

function Named({ title, value, names, onSet }: NamedProps) {
  if (names.length < 2 && names.includes(value)) return null;
  const choices = [...new Set([value, ...names])].sort().map((name) => [name, name] as const);
  return <Choice title={title} value={value} choices={choices} onSet={onSet} />;
}

function NoCell({ view: { device, workload } }: { view: GridView }) {
  return (
    <Empty title="There is no cell">
      <p>
        {device === ''
          ? 'The campaign has no device.'
          : `${device} measures nothing of ${workload} in this campaign: choose another device or workload.`}
      </p>
    </Empty>
  );
}

function Cells({ view, campaignId }: { view: GridView; campaignId: string }) {
  const { cells, now, device, workload } = view;
  const [chosen, setChosen] = useState<string | null>(null);
  const grid = useMemo(() => layOutGrid(cells), [cells]);
  const cell = cells.find(({ cellKey }) => cellKey === chosen);
  const about = (of: GridCell): string => `${grid.settingOf(of)}: ${cellStateOf(of, now)}, ${describeTrials(of)}`;
  return (
    <>
      <Legend counts={countStates(cells, now)} />
      {grid.panels.map((panel) => (
        <CellPanel
          key={panel.title}
          panel={panel}
          label={`Cells of ${[workload, panel.title].filter(Boolean).join(', ')} on ${device}`}
          now={now}
          chosen={chosen}
          onChoose={setChosen}
        />
      ))}
      <p role="status">
        {cell ? (
          <>
            {about(cell)}. <Link to={`/campaigns/${campaignId}/trials?device=${device}`}>Trials of {device}</Link>
          </>
        ) : (
          'Point at a cell, or choose one with the arrow keys, to see what it is at.'
        )}
      </p>
      <Unfolded summary={`${formatCount(cells.length, 'cell')} as a table`}>
        {() => (
          <LongTable label={`Cells of ${workload} on ${device}`} columns={COLUMNS} rows={grid.cells} keyOf={keyOf}>
            {(each) => (
              <>
                <th scope="row">{grid.settingOf(each)}</th>
                <td>{cellStateOf(each, now)}</td>
                <td>{describeTrials(each)}</td>
              </>
            )}
          </LongTable>
        )}
      </Unfolded>
    </>
  );
}

const keyOf = ({ cellKey }: GridCell): string => cellKey;

/** Each state as it is drawn, with how many cells are in it. */
function Legend({ counts }: { counts: ReadonlyMap<CellState, number> }) {
  return (
    <ul className={legend.legend} aria-label="Cells by state">
      {CELL_STATES.map((state) => (
        <li key={state}>
          <svg width={SWATCH_PX} height={SWATCH_PX} aria-hidden="true">
            <CellMarks cells={[{ x: 0, y: 0, state, acceptedShare: SHARES[state] ?? 0 }]} size={SWATCH_PX} />
          </svg>{' '}
          {state} {(counts.get(state) ?? 0).toLocaleString()}
        </li>
      ))}
    </ul>
  );
}

const SHARES: Readonly<Partial<Record<CellState, number>>> = { accepted: 1, running: 0.5 };
