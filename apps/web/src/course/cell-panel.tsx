import { memo, useId, useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { CellMarks } from './cell-marks';
import { cellStateOf, plannedOf } from './cell-state';
import styles from './cells.module.css';
import type { GridPanel, PlacedCell } from './lay-out-grid';

const LEFT = 56;
const BELOW = 20;
const MAX_CELL_PX = 44;
const MIN_CELL_PX = 12;
const WIDE_PX = 960;
/** Of a label of the axis below. */
const LABEL_PX = 44;

interface PanelProps {
  panel: GridPanel;
  label: string;
  now: string | null;
  chosen: string | null;
  onChoose: (cellKey: string) => void;
}

/** Cells over two factors. Pointed at, or with arrow keys, one is chosen. */
export function CellPanel({ panel, label, now, chosen, onChoose }: PanelProps) {
  const { columns, rows, cells } = panel;
  const help = useId();
  const size = Math.max(MIN_CELL_PX, Math.min(MAX_CELL_PX, Math.floor((WIDE_PX - LEFT) / columns.labels.length)));
  const height = rows.labels.length * size;
  const byPlace = useMemo(() => new Map(cells.map((each) => [`${each.column} ${each.row}`, each])), [cells]);
  const marked = cells.find(({ cell }) => cell.cellKey === chosen) ?? null;
  const choose = (place: PlacedCell | null | undefined): void => void (place && onChoose(place.cell.cellKey));
  const pick = (event: PointerEvent<SVGSVGElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - left - LEFT) / size);
    const row = rows.labels.length - 1 - Math.floor((event.clientY - top) / size);
    choose(byPlace.get(`${column} ${row}`));
  };
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    choose(marked ? nextTo(panel, marked, step) : first(panel));
  };
  return (
    <figure className={styles.panel}>
      {panel.title !== '' && <figcaption>{panel.title}</figcaption>}
      <div
        className={styles.scroller}
        tabIndex={0}
        role="group"
        aria-label={label}
        aria-describedby={help}
        onKeyDown={move}
      >
        <svg
          width={LEFT + columns.labels.length * size + 1}
          height={height + BELOW}
          aria-hidden="true"
          onPointerDown={pick}
          className={styles.drawing}
        >
          <Marks panel={panel} now={now} size={size} />
          {marked && (
            <rect
              className={styles.chosen}
              x={LEFT + marked.column * size - 1}
              y={height - (marked.row + 1) * size - 1}
              width={size + 1}
              height={size + 1}
            />
          )}
          <Axes panel={panel} size={size} />
        </svg>
      </div>
      <Sides panel={panel} />
      <span id={help} hidden>
        Arrow keys choose a cell; what it is at stands below the grid.
      </span>
    </figure>
  );
}

function Sides({ panel: { columns, rows } }: Pick<PanelProps, 'panel'>) {
  const named = [columns.title && `across: ${columns.title}`, rows.title && `upwards: ${rows.title}`].filter(Boolean);
  return named.length === 0 ? null : <p className={styles.sides}>{named.join('; ')}</p>;
}

const Marks = memo(function Marks({ panel, now, size }: Pick<PanelProps, 'panel' | 'now'> & { size: number }) {
  const height = panel.rows.labels.length * size;
  const drawn = panel.cells.map(({ cell, column, row }) => ({
    x: LEFT + column * size,
    y: height - (row + 1) * size,
    state: cellStateOf(cell, now),
    acceptedShare: cell.accepted / Math.max(1, plannedOf(cell)),
  }));
  return <CellMarks cells={drawn} size={size} />;
});

function Axes({ panel: { columns, rows }, size }: { panel: GridPanel; size: number }) {
  const height = rows.labels.length * size;
  const every = Math.ceil(LABEL_PX / size);
  return (
    <g className={styles.axes}>
      {columns.labels.map((text, i) =>
        i % every === 0 ? (
          <text key={text} x={LEFT + (i + 0.5) * size} y={height + 14} textAnchor="middle">
            {text}
          </text>
        ) : null,
      )}
      {rows.labels.map((text, i) => (
        <text key={text} x={LEFT - 6} y={height - (i + 0.5) * size + 4} textAnchor="end">
          {text}
        </text>
      ))}
    </g>
  );
}

type Step = readonly [columns: number, rows: number];
const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

function first({ cells }: GridPanel): PlacedCell | undefined {
  return [...cells].sort((a, b) => b.row - a.row || a.column - b.column)[0];
}

/** The nearest one in that direction, or in its own row the last one. */
function nextTo({ cells }: GridPanel, from: PlacedCell, [columns, rows]: Step): PlacedCell | undefined {
  const along = cells.filter(({ column, row }) =>
    columns !== 0
      ? row === from.row && Math.sign(column - from.column) === Math.sign(columns)
      : column === from.column && Math.sign(row - from.row) === Math.sign(rows),
  );
  const far = ({ column, row }: PlacedCell): number => Math.abs(column - from.column) + Math.abs(row - from.row);
  const ordered = along.sort((a, b) => far(a) - far(b));
  return Number.isFinite(columns) ? ordered[0] : ordered.at(-1);
}
