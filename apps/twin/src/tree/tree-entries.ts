import type { BoardClass } from '../board/board-class';
import type { Programs } from '../programs/programs';
import type { BoardLayout } from './layout';
import { cpuEntries } from './cpu-entries';
import { extraEntries, type Extras } from './extra-entries';
import { gpuEntries } from './gpu-entries';
import { identityEntries, type TwinIdentity } from './identity-entries';
import { memoryEntries } from './memory-entries';
import { MARKER_FILE } from './paths';
import { powerModeEntries } from './power-mode-entries';
import { programEntries } from './program-entries';
import { sensorEntries, thermalEntries } from './sensor-entries';
import type { TreeEntry } from './tree-entry';

/** The marker by which the agent knows a twin, and where its clock is served. */
export interface TwinMarker {
  timeScale: number;
  clockSocket: string;
}

/** Everything that lies below a twin's root, as it is after boot. */
export function treeEntries(
  board: BoardClass,
  layout: BoardLayout,
  identity: TwinIdentity,
  marker: TwinMarker,
  programs: Programs,
  extras: Extras = {},
): TreeEntry[] {
  return [
    ...identityEntries(layout, identity),
    ...powerModeEntries(board.deviceClass, layout),
    ...cpuEntries(board.deviceClass, board, layout),
    ...gpuEntries(layout, board),
    ...memoryEntries(board.deviceClass),
    ...sensorEntries(layout, board),
    ...extraEntries(layout, extras),
    ...thermalEntries(layout, board),
    { path: MARKER_FILE, text: `${JSON.stringify({ simulated: true, ...marker })}\n` },
    ...programEntries(programs),
  ];
}
