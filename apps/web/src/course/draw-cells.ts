import type { CellState } from './cell-state';

/** A cell to draw: where it is, in pixels, and how much of it is accepted. */
export interface DrawnCell {
  x: number;
  y: number;
  state: CellState;
  acceptedShare: number;
}

/** Paths of all cells, one for each mark: as many elements however many cells there are. */
export interface CellPaths {
  ground: string;
  accepted: string;
  rejected: string;
  failed: string;
  skipped: string;
  onDevice: string;
  running: string;
}

const GAP = 1;

/** Marks differ in shape, so that they can be told apart without their colours. */
export function drawCells(cells: readonly DrawnCell[], size: number): CellPaths {
  const paths: Record<keyof CellPaths, string[]> = {
    ...{ ground: [], accepted: [], rejected: [], failed: [], skipped: [], onDevice: [], running: [] },
  };
  const side = size - GAP;
  const inset = Math.max(1, Math.round(side * 0.2));
  const inner = side - 2 * inset;
  for (const { x, y, state, acceptedShare } of cells) {
    paths.ground.push(`M${x} ${y}h${side}v${side}h${-side}z`);
    const height = acceptedShare === 0 ? 0 : Math.max(2, Math.round(side * acceptedShare));
    if (height > 0) paths.accepted.push(`M${x} ${y + side}v${-height}h${side}v${height}z`);
    const [left, top] = [x + inset, y + inset];
    if (state === 'failed')
      paths.failed.push(`M${left} ${top}l${inner} ${inner}M${left + inner} ${top}l${-inner} ${inner}`);
    if (state === 'rejected') paths.rejected.push(`M${left} ${top + inner}l${inner} ${-inner}`);
    if (state === 'skipped') paths.skipped.push(`M${left} ${y + side / 2}h${inner}`);
    if (state === 'on the device') paths.onDevice.push(`M${x + side / 2} ${y + side / 2}h0`);
    if (state === 'running') paths.running.push(`M${x + 1} ${y + 1}h${side - 2}v${side - 2}h${2 - side}z`);
  }
  return Object.fromEntries(
    Object.entries(paths).map(([mark, parts]) => [mark, parts.join('')]),
  ) as unknown as CellPaths;
}
