/** Where a board has what, and its fixed texts. Paths are below the tree's root, without a leading slash. */
export interface BoardLayout {
  model: string;
  /** Most specific first; the last one names the SoC. */
  compatible: readonly string[];
  /** Text of /etc/nv_tegra_release. */
  release: string;
  kernel: string;
  memoryMb: number;
  /** Whether its kernel counts how long each clock was at each level (CONFIG_CPU_FREQ_STAT, trans_stat of devfreq). */
  countsClocks: boolean;
  gpu: { device: string; devfreq: string; nodeName: string };
  sensor: { driver: 'iio' | 'hwmon'; folder: string; links: readonly string[] };
  /** Folder of the pwm fan; `hwmon` from JetPack 5 on. */
  fan: { kind: 'pwm-fan' | 'hwmon'; folder: string };
  thermalZones: readonly ThermalZone[];
  /** Step of the temperature sensors, in millidegrees. */
  thermalStepMc: number;
  powerModes: PowerModes;
}

export interface ThermalZone {
  type: string;
  /** Added to the die temperature; a constant zone shows the same at all times. */
  reading: { offsetC: number } | { constantC: number };
}

export interface PowerModes {
  /** As in NVIDIA's file for the board. */
  default: number;
  /** The one that the twin boots in. */
  active: number;
  /** Names of the CPU clusters in the file, by policy. */
  clusters: readonly string[];
  modes: readonly PowerMode[];
}

export interface PowerMode {
  id: number;
  name: string;
  onlineCores: number;
  cpuMinKhz: number;
  /** -1: no limit, as in the file. */
  cpuMaxKhz: number;
  gpuMaxHz: number;
  /** Mask of the GPU's parts that are gated, which only a reboot changes; null: the file has none. */
  tpcMask: number | null;
}
