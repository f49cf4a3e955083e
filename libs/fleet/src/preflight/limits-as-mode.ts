import type { Facts } from '@joulefleet/contracts';
import { formatFrequency, type PreflightFinding } from '@joulefleet/core';

/** A limit in force beside what the power mode's file says, in Hz; `said` null: the mode sets none. */
interface Limit {
  what: string;
  said: number | null;
  inForce: number;
  tableHz: readonly number[];
  /** Where a mode without this limit leaves it. */
  end: 'first' | 'last';
}

/**
 * The check that the limits of the clocks are those of the active power mode, with both values. A file says what a mode should set;
 * what is in force is what the DVFS cell of a campaign starts from.
 */
export function limitsAsMode(facts: Facts): PreflightFinding {
  const mode = facts.powerMode;
  const limits = limitsOf(facts);
  const off = limits.filter((limit) => !isAsSaid(limit));
  const core = coresOff(facts);
  const passed = off.length === 0 && core === null;
  const name = mode ? `power mode ${mode.name ?? mode.id}` : 'no power mode is known';
  const inForce = limits.map(({ what, inForce }) => `${what} ${formatFrequency(inForce)}`).join(', ');
  const message = passed
    ? `${name}; in force: ${inForce}`
    : `${name}: ${[...off.map(describe), core].filter(Boolean).join('; ')}`;
  return {
    check: 'limits_as_power_mode',
    passed,
    severity: 'warns',
    message,
    remedy: `set the mode again (sudo nvpmodel -m ${mode?.id ?? 'ID'}), or find out who changes limits (jetson_clocks, a boot script)`,
    resolution: 'manual',
  };
}

function limitsOf({ powerMode, cpuPolicies, gpu }: Facts): Limit[] {
  const meaning = powerMode?.meaning;
  if (!meaning) return [];
  const cpu = cpuPolicies.flatMap(({ policy, frequenciesKhz, minKhz, maxKhz }) => {
    const tableHz = frequenciesKhz.map((khz) => khz * 1000);
    const said = (khz: number | null) => khz && khz * 1000;
    return [
      {
        what: `CPU policy ${policy} from`,
        said: said(meaning.cpuMinKhz),
        inForce: minKhz * 1000,
        tableHz,
        end: 'first',
      },
      { what: `CPU policy ${policy} to`, said: said(meaning.cpuMaxKhz), inForce: maxKhz * 1000, tableHz, end: 'last' },
    ] satisfies Limit[];
  });
  if (!gpu) return cpu;
  return [
    ...cpu,
    { what: 'GPU to', said: meaning.gpuMaxHz, inForce: gpu.maxHz, tableHz: gpu.frequenciesHz, end: 'last' },
  ];
}

/** Kernels take a limit between two steps for either of them. */
function isAsSaid({ said, inForce, tableHz, end }: Limit): boolean {
  const wanted = said ?? tableHz.at(end === 'first' ? 0 : -1)!;
  const below = tableHz.findLast((step) => step <= wanted);
  const above = tableHz.find((step) => step >= wanted);
  return [wanted, below ?? above, above ?? below].includes(inForce);
}

function describe({ what, said, inForce }: Limit): string {
  return `${what} ${formatFrequency(inForce)} in force, ${said === null ? 'no limit' : formatFrequency(said)} in the mode's file`;
}

function coresOff({ powerMode, cores }: Facts): string | null {
  const said = powerMode?.meaning?.cores ?? null;
  return said === null || said === cores ? null : `${cores} cores on, ${said} in the mode's file`;
}
