import type { TopologySurfaceView } from '@joulefleet/contracts';
import { memo, useMemo } from 'react';
import { formatClock, formatInterval } from '../format/format';
import { heatColor, inkOn, logShare } from '../parts/heat-scale';
import styles from './heatmap.module.css';

type Cell = TopologySurfaceView['cells'][number];

const CELL = { width: 46, height: 30 };
const LEFT = 92;
const BOTTOM = 84;
/** The title of the axes fits. */
const MIN_MAP_PX = 180;

interface HeatmapProps {
  surface: TopologySurfaceView;
  unit: string;
  label: string;
  chosen: string | null;
  onChoose: (cellKey: string) => void;
}

/** Figures over both clocks: GPU to the right, CPU upwards. The optimum is marked, and the cells that may be the best are outlined. */
export const Heatmap = memo(function Heatmap({ surface, unit, label, chosen, onChoose }: HeatmapProps) {
  const { cpuHz, gpuHz, cells } = surface;
  const scale = useMemo(() => scaleOf(cells), [cells]);
  const width = LEFT + Math.max(gpuHz.length * CELL.width + 8, MIN_MAP_PX);
  const height = cpuHz.length * CELL.height + BOTTOM;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.map}
    >
      {cells.map((cell) => (
        <CellMark
          key={cell.cellKey}
          cell={cell}
          share={logShare(cell.value.estimate, scale.low, scale.high)}
          x={LEFT + gpuHz.indexOf(cell.gpuHz) * CELL.width}
          y={(cpuHz.length - 1 - cpuHz.indexOf(cell.cpuHz)) * CELL.height}
          isOptimum={cell.cellKey === surface.optimum.cellKey}
          isChosen={cell.cellKey === chosen}
          unit={unit}
          onChoose={onChoose}
        />
      ))}
      <Axes cpuHz={cpuHz} gpuHz={gpuHz} />
    </svg>
  );
});

interface CellMarkProps {
  cell: Cell;
  share: number;
  x: number;
  y: number;
  isOptimum: boolean;
  isChosen: boolean;
  unit: string;
  onChoose: (cellKey: string) => void;
}

function CellMark({ cell, share, x, y, isOptimum, isChosen, unit, onChoose }: CellMarkProps) {
  const { width, height } = CELL;
  return (
    <g onClick={() => onChoose(cell.cellKey)} className={styles.cell}>
      <title>
        {`CPU ${formatClock(cell.cpuHz)}, GPU ${formatClock(cell.gpuHz)}: ${formatInterval(cell.value, unit)}`}
      </title>
      <rect x={x} y={y} width={width - 1} height={height - 1} fill={heatColor(share)} />
      {cell.mayBeBest && (
        <rect
          x={x + 2}
          y={y + 2}
          width={width - 5}
          height={height - 5}
          fill="none"
          stroke={inkOn(share)}
          strokeDasharray="4 2"
          strokeWidth="1.5"
        />
      )}
      {isOptimum && (
        <text x={x + width / 2} y={y + height / 2 + 6} textAnchor="middle" fontSize="18" fill={inkOn(share)}>
          ★
        </text>
      )}
      {isChosen && (
        <rect x={x} y={y} width={width - 1} height={height - 1} fill="none" stroke="var(--accent)" strokeWidth="3" />
      )}
    </g>
  );
}

function Axes({ cpuHz, gpuHz }: Pick<TopologySurfaceView, 'cpuHz' | 'gpuHz'>) {
  const floor = cpuHz.length * CELL.height;
  return (
    <g className={styles.axis}>
      {cpuHz.map((hz, i) => (
        <text key={hz} x={LEFT - 8} y={(cpuHz.length - 0.5 - i) * CELL.height + 4} textAnchor="end">
          {formatClock(hz)}
        </text>
      ))}
      {gpuHz.map((hz, i) => {
        const x = LEFT + (i + 0.5) * CELL.width;
        return (
          <text key={hz} x={x} y={floor + 12} textAnchor="end" transform={`rotate(-45 ${x} ${floor + 12})`}>
            {formatClock(hz)}
          </text>
        );
      })}
      <text x={LEFT} y={floor + BOTTOM - 4}>
        GPU clock → (CPU clock ↑)
      </text>
    </g>
  );
}

function scaleOf(cells: readonly Cell[]): { low: number; high: number } {
  const figures = cells.map(({ value }) => value.estimate);
  return { low: Math.min(...figures), high: Math.max(...figures) };
}
