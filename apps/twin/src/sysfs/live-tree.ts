import { frequencyTable } from '@joulefleet/core';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../board/board';
import type { CpuTime } from '../board/cpu-time';
import type { Ina3221 } from '../sensor/ina3221';
import type { BoardLayout, ThermalZone } from '../tree/layout';
import {
  GPU_COOLING_FOLDER,
  policyFolder,
  railFiles,
  STAT_FILE,
  thermalZoneFolder,
  timeInStateFile,
  transStatFile,
  UPTIME_FILE,
} from '../tree/paths';
import { LiveFile } from './live-file';

interface Rail {
  label: string;
  voltage: LiveFile;
  current: LiveFile;
  power: LiveFile | null;
}

interface Zone {
  reading: ThermalZone['reading'];
  file: LiveFile;
}

/** Wide enough for all the digits that the counters of a clock grow by. */
const COUNTERS_GROW_BY = 400;
/** Wide enough for ten counters that ran for years. */
const LINE_WIDTH = 100;

/** The files of a tree that show what changes by itself: rails, clocks, loads, temperatures, time. */
export class LiveTree {
  private readonly rails: (Rail | null)[];
  private readonly cpuClocks: LiveFile[][];
  private readonly gpuClocks: LiveFile[];
  private readonly gpuLoad: LiveFile;
  private readonly stat: LiveFile;
  private readonly uptime: LiveFile;
  private readonly zones: Zone[];
  private readonly gpuCooling: LiveFile;
  private readonly counters: { file: LiveFile; text: () => string }[] = [];
  private readonly opened: LiveFile[] = [];

  constructor(
    private readonly root: string,
    private readonly layout: BoardLayout,
    private readonly board: Board,
    private readonly sensor: Ina3221,
    private readonly cpuTime: CpuTime,
  ) {
    this.rails = sensor.rails.map((rail, channel) => {
      const { voltage, current, power } = railFiles(layout, channel);
      const powerFile = power === undefined ? null : this.file(power);
      return { label: rail.label, voltage: this.file(voltage), current: this.file(current), power: powerFile };
    });
    this.cpuClocks = frequencyTable(board.board.deviceClass).cpuPolicies.map((cpus) =>
      ['scaling_cur_freq', 'cpuinfo_cur_freq'].map((name) => this.file(`${policyFolder(cpus)}/${name}`)),
    );
    this.gpuClocks = ['cur_freq', 'target_freq'].map((name) => this.file(`${layout.gpu.devfreq}/${name}`));
    this.gpuLoad = this.file(`${layout.gpu.device}/load`);
    this.stat = this.file(STAT_FILE, LINE_WIDTH);
    this.uptime = this.file(UPTIME_FILE, LINE_WIDTH);
    this.gpuCooling = this.file(`${GPU_COOLING_FOLDER}/cur_state`);
    this.zones = layout.thermalZones.map(({ reading }, index) => ({
      reading,
      file: this.file(`${thermalZoneFolder(index)}/temp`),
    }));
    if (layout.countsClocks) this.counters = this.openCounters();
  }

  /** Shows what the kernel counts of the clocks. Much text: only for whoever asks. */
  showCounters(): void {
    for (const { file, text } of this.counters) file.show(text());
  }

  /** Shows the board as it is at `nowUs`, which it must have reached; not what the kernel counts of the clocks. */
  refresh(nowUs: number): void {
    this.showRails(nowUs);
    this.showClocks();
    this.showTemperatures();
    this.cpuTime.advance(nowUs, this.board.busy);
    this.stat.show(this.cpuTime.statLine());
    this.uptime.show(`${(nowUs / 1e6).toFixed(2)} 0.00`);
  }

  /** A fault: a rail's files are gone. */
  drop(label: string): void {
    this.rails.forEach((rail, channel) => {
      if (rail?.label !== label) return;
      this.rails[channel] = null;
      for (const path of Object.values(railFiles(this.layout, channel))) rmSync(join(this.root, path), { force: true });
    });
  }

  close(): void {
    for (const file of this.opened) file.close();
  }

  private showRails(nowUs: number): void {
    this.sensor.read(this.board.history, nowUs).forEach(({ voltageMv, currentMa, powerMw }, channel) => {
      const rail = this.rails[channel];
      rail?.voltage.show(voltageMv);
      rail?.current.show(currentMa);
      rail?.power?.show(powerMw);
    });
  }

  private showClocks(): void {
    const clocks = this.board.clocks();
    this.cpuClocks.forEach((files, policy) => {
      const cpuKhz = this.board.policyKhz(policy, clocks);
      for (const file of files) file.show(cpuKhz);
    });
    for (const file of this.gpuClocks) file.show(clocks.gpuHz);
    this.gpuLoad.show(this.board.gpuBusy ? 990 : 0);
  }

  private showTemperatures(): void {
    const { thermalStepMc } = this.layout;
    this.gpuCooling.show(this.board.throttled ? 1 : 0);
    for (const { reading, file } of this.zones) {
      const temperatureC = 'constantC' in reading ? reading.constantC : this.board.temperatureC + reading.offsetC;
      file.show(Math.round((temperatureC * 1000) / thermalStepMc) * thermalStepMc);
    }
  }

  private openCounters(): { file: LiveFile; text: () => string }[] {
    const { cpu, gpu } = this.board.counters;
    const { cpuPolicies } = frequencyTable(this.board.board.deviceClass);
    const policies = cpu.map((counter, i) => ({
      path: timeInStateFile(cpuPolicies[i]!),
      text: () => counter.timeInState(),
    }));
    const all = [...policies, { path: transStatFile(this.layout), text: () => gpu.transStat() }];
    return all.map(({ path, text }) => ({ text, file: this.file(path, text().length + COUNTERS_GROW_BY) }));
  }

  private file(path: string, width?: number): LiveFile {
    const file = new LiveFile(join(this.root, path), width);
    this.opened.push(file);
    return file;
  }
}
