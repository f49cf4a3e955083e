import { CLASS_SIGNS } from '../device-class/class-signs';
import { FACTORS } from '../factors/registry';
import type { FactorLevels } from '../factors/registry';
import { FIND_AND_SAVE, PROLOGUE, PUT_BACK, SET } from './clock-script-parts';

/** What the scripts are made for. */
export interface ScriptedPoint {
  deviceClass: string;
  levels: FactorLevels;
  /** Lines about where the clocks come from; shown as comments. */
  about: readonly string[];
}

/** Two shell scripts: one sets the clocks of a cell on a board, the other puts back what was there. */
export interface ClockScripts {
  apply: string;
  revert: string;
}

/** Why there are no scripts. */
export type NoScripts = 'unknown_class' | 'power_mode' | 'nothing_set';

/**
 * Scripts in plain POSIX shell, to be run on the board as root. They set files in the order of the agent (`operating_point.py`, `snapshot.py`), refuse
 * a board of another class, and change nothing unless all levels are offered. What was set before is written down once for each boot.
 */
export function clockScripts({ deviceClass, levels, about }: ScriptedPoint): ClockScripts | NoScripts {
  const signs = CLASS_SIGNS.find((each) => each.deviceClass === deviceClass);
  if (!signs) return 'unknown_class';
  if (levels.powerMode !== null) return 'power_mode';
  if (isUnset(levels)) return 'nothing_set';
  const board = assignments({ CLASS: signs.deviceClass, MODEL: signs.model, SOC: signs.soc });
  return {
    apply: script(about, [board, wantedLevels(levels), PROLOGUE, PUT_BACK, FIND_AND_SAVE, SET, APPLY]),
    revert: script(
      ['puts back what was set before the other script ran', ...about],
      [board, PROLOGUE, PUT_BACK, REVERT],
    ),
  };
}

/** Clocks within the limits in force, and no governor named: the board as it is. */
function isUnset(levels: FactorLevels): boolean {
  const ofDevice = FACTORS.filter(({ appliedTo }) => appliedTo === 'device');
  return ofDevice.every(({ key, unset, onlyWhere }) =>
    onlyWhere || (key !== 'cpuKhz' && key !== 'gpuHz') ? levels[key] === unset : levels[key] === 'stock',
  );
}

function wantedLevels({ cpuKhz, cpuGovernor, gpuHz, gpuGovernor, activeCores, emcHz }: FactorLevels): string {
  return assignments({
    CPU_CLOCK: cpuKhz,
    CPU_GOVERNOR: cpuGovernor,
    GPU_CLOCK: gpuHz,
    GPU_GOVERNOR: gpuGovernor,
    CORES: activeCores,
    MEMORY_CLOCK: emcHz === 'dvfs' ? null : emcHz,
  });
}

/** Every value in single quotes. */
function assignments(values: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${shellQuote(value === null ? '' : String(value))}\n`)
    .join('');
}

/** A text as one word of a shell, whatever is in it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function script(about: readonly string[], parts: readonly string[]): string {
  const comments = about.map((line) => `# ${line.replace(/[^\x20-\x7e]/g, '?')}\n`).join('');
  const how = '# Made by joulefleet answer. Run it on the board as root, and not while Joulefleet measures there.\n';
  return `#!/bin/sh\n${comments}${how}set -u\n${parts.join('')}`;
}

const APPLY = `
GPU=$(find_gpu) || die 'no clock of a GPU was found: nothing was changed'
LOCK=/sys/kernel/debug/bpmp/debug/clk/emc/mrq_rate_locked RATE=/sys/kernel/debug/bpmp/debug/clk/emc/rate
if [ ! -e "$ROOT$LOCK" ]; then
  LOCK=/sys/kernel/debug/clk/override.emc/clk_state RATE=/sys/kernel/debug/clk/override.emc/clk_update_rate
fi
[ -z "$MEMORY_CLOCK" ] || [ -w "$ROOT$LOCK" ] || die 'the memory clock cannot be locked: run this as root; nothing was changed'
each_clock is_offered
if [ -e "$SAVED" ] && is_of_this_boot; then
  put_back || die "what $SAVED has cannot be put back first: look for another program that sets clocks"
else
  save
fi
for try in 1 2 3; do
  set_all
  all_set && break
  sleep 1
done
if ! all_set; then
  put_back
  rm -f "$SAVED"
  die 'the clocks were not taken and are as before: check the power mode (nvpmodel -q) and other programs that set clocks'
fi
printf '%s\\n' "set; what was there before is in $SAVED until the board restarts"
`;

const REVERT = `
if [ ! -e "$SAVED" ]; then
  printf '%s\\n' 'nothing to put back'
  exit 0
fi
if ! is_of_this_boot; then
  rm -f "$SAVED"
  printf '%s\\n' 'the board has restarted since, which reset its clocks: nothing to put back'
  exit 0
fi
put_back || die "not everything could be put back; $SAVED has what was there"
rm -f "$SAVED"
printf '%s\\n' 'as before'
`;
