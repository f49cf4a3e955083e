import type { KnownClass } from './device-class';

/** What an idle board of a class can be believed to show. */
export interface SaneLimits {
  /** Of the total rail with nothing running, in mW. */
  readonly idlePowerMw: { readonly low: number; readonly high: number };
  /** Of the hottest zone: below, a sensor is broken; above, measuring waits until the board has cooled down. */
  readonly startC: { readonly low: number; readonly high: number };
}

/**
 * Power: half of the least and the budget of the greatest that was seen or that NVIDIA names. Idle boards drew 0.92 to 1.4 W
 * (Nano), 2.8 W (Xavier NX, JetPack 5.1.2), 4.3 to 5.3 W (Orin NX): tegrastats lines in public logs. Budgets are those of
 * the largest stock power mode: 10 W, 20 W, 40 W (nvpmodel_t210_jetson-nano.conf, nvpmodel_t194_p3668.conf, the Super conf
 * of p3767-0000).
 * Orin Nano: idle at 5.0 to 6.5 W (the same logs), and 25 W. Of the other Jetsons no idle power was seen: it is above zero, and at most the greatest
 * power mode (AGX Xavier 30 W, TX2 15 W, AGX Orin 60 W, Thor 130 W by NVIDIA's data sheets) with half of it for the carrier. Of a machine that is
 * no Jetson nothing is known but that it takes some power and less than a rack's feed.
 * Temperature: dankang21/jetson-latency-lab waits for 55 C between cells on a board that idles well below that; an Orin NX on a
 * small carrier idles at 56 to 60 C, and would never get there.
 */
const SANE_LIMITS: Record<KnownClass, SaneLimits> = {
  'jetson-nano': { idlePowerMw: { low: 460, high: 10_000 }, startC: { low: 0, high: 55 } },
  'jetson-xavier-nx': { idlePowerMw: { low: 1_400, high: 20_000 }, startC: { low: 0, high: 55 } },
  'jetson-orin-nx': { idlePowerMw: { low: 2_150, high: 40_000 }, startC: { low: 0, high: 65 } },
  'jetson-orin-nano': { idlePowerMw: { low: 2_500, high: 25_000 }, startC: { low: 0, high: 65 } },
  'jetson-agx-orin': { idlePowerMw: { low: 1, high: 90_000 }, startC: { low: 0, high: 65 } },
  'jetson-agx-xavier': { idlePowerMw: { low: 1, high: 45_000 }, startC: { low: 0, high: 65 } },
  'jetson-tx2': { idlePowerMw: { low: 1, high: 22_500 }, startC: { low: 0, high: 65 } },
  'jetson-thor': { idlePowerMw: { low: 1, high: 195_000 }, startC: { low: 0, high: 65 } },
  'linux-nvidia': { idlePowerMw: { low: 1, high: 10_000_000 }, startC: { low: 0, high: 70 } },
  'linux-cpu': { idlePowerMw: { low: 1, high: 10_000_000 }, startC: { low: 0, high: 70 } },
};

export function saneLimits(deviceClass: KnownClass): SaneLimits {
  return SANE_LIMITS[deviceClass];
}
