import { isTegra } from '../device-class/class-signs';

/** Drivers of a board come up one after the other: within so long after a boot, what is missing may still come. */
export const BOOT_SETTLES_IN_S = 180;

/** What can come late, and how long ago the board booted. */
export interface BootFacts {
  /** Of the device tree. */
  readonly compatible: readonly string[];
  readonly cpuPolicies: readonly { readonly policy: number }[];
  readonly gpu: object | null;
  readonly rails: readonly object[];
  /** Null: not known, and nothing is taken for late then. */
  readonly uptimeS: number | null;
}

/**
 * Names of what a board lacks so soon after its boot that it may still come; empty when nothing is missing, or the boot is too
 * long ago.
 *
 * @param known facts of the same board at another time; null: only what every board has is missed. A machine that is no Jetson may lack the clocks.
 */
export function notThereYet(now: BootFacts, known: BootFacts | null): string[] {
  if (now.uptimeS === null || now.uptimeS >= BOOT_SETTLES_IN_S) return [];
  const policies = new Set(now.cpuPolicies.map(({ policy }) => policy));
  const lost = (known?.cpuPolicies ?? []).filter(({ policy }) => !policies.has(policy));
  const hasClocks = isTegra(now.compatible);
  return [
    ...(policies.size === 0 && hasClocks ? ['the CPU clocks'] : lost.map(({ policy }) => `CPU policy ${policy}`)),
    ...(now.gpu === null && (hasClocks || known?.gpu) ? ['the GPU clock'] : []),
    // A chip that is there has all its channels at once.
    ...(now.rails.length > 0 ? [] : ['the power sensor']),
  ];
}

/** `the GPU clock is not there yet, 12 s after the boot`. */
export function describeNotThereYet(missing: readonly string[], uptimeS: number | null): string {
  const verb = missing.length === 1 ? 'is' : 'are';
  return `${missing.join(', ')} ${verb} not there yet, ${Math.round(uptimeS ?? 0)} s after the boot`;
}
