import { frequencyTable } from '@joulefleet/core';
import type { Board } from '../board/board';
import type { DomainState, DomainWrite } from '../board/frequency-domain';
import { updateIntervalMs, type SensorWrite } from '../sensor/settings';
import type { Ina3221 } from '../sensor/ina3221';
import type { BoardLayout } from '../tree/layout';
import { CPU_FOLDER, memoryFiles, policyFolder } from '../tree/paths';

/** Control files that belong together: a write to one may change what another shows. */
export interface KnobGroup {
  /** Paths below the root. */
  files: readonly string[];
  /** What each file shows, without a line end. */
  texts(): readonly string[];
  /** Writes to some of the files, by position. */
  write(texts: ReadonlyMap<number, string>): void;
}

/** All control files of a board. */
export function knobGroups(board: Board, sensor: Ina3221, layout: BoardLayout): KnobGroup[] {
  const { cpuPolicies } = frequencyTable(board.board.deviceClass);
  const cpu = cpuPolicies.map((cpus, index) =>
    domainGroup(
      ['scaling_governor', 'scaling_min_freq', 'scaling_max_freq', 'scaling_setspeed'].map(
        (name) => `${policyFolder(cpus)}/${name}`,
      ),
      '<unsupported>',
      () => board.cpu[index],
      (write) => board.writeCpu(index, write),
    ),
  );
  const gpu = domainGroup(
    ['governor', 'min_freq', 'max_freq', 'userspace/set_freq'].map((name) => `${layout.gpu.devfreq}/${name}`),
    'undefined',
    () => board.gpu,
    (write) => board.writeGpu(write),
  );
  return [
    coresGroup(board),
    memoryGroup(board),
    ...cpu,
    gpu,
    layout.sensor.driver === 'iio' ? iioGroup(sensor, layout) : hwmonGroup(sensor, layout),
  ];
}

/** Core 0 stays on. */
function coresGroup(board: Board): KnobGroup {
  const cores = board.coresOn.map((_, core) => core).slice(1);
  return {
    files: cores.map((core) => `${CPU_FOLDER}/cpu${core}/online`),
    texts: () => cores.map((core) => (board.coresOn[core] ? '1' : '0')),
    write: (texts) => {
      for (const [position, text] of texts) {
        if (text === '0' || text === '1') board.writeCore(position + 1, text === '1');
      }
    },
  };
}

/** The rate acts while it is locked; a free one is the highest. */
function memoryGroup({ board: { deviceClass }, memory }: Board): KnobGroup {
  const { folder, lock, rate } = memoryFiles(deviceClass);
  return {
    files: [`${folder}/${lock}`, `${folder}/${rate}`],
    texts: () => [memory.locked ? '1' : '0', String(memory.hz)],
    write: (texts) => {
      const [locked, hz] = [texts.get(0), number(texts.get(1))];
      if (locked === '0' || locked === '1') memory.lock(locked === '1');
      if (hz !== undefined && memory.locked) memory.write(hz);
    },
  };
}

function domainGroup(
  files: string[],
  noSetSpeed: string,
  state: () => DomainState | undefined,
  write: (write: DomainWrite) => unknown,
): KnobGroup {
  return {
    files,
    texts() {
      const { governor, min, max, setSpeed } = state() ?? { governor: '', min: 0, max: 0, setSpeed: 0 };
      return [governor, String(min), String(max), governor === 'userspace' ? String(setSpeed) : noSetSpeed];
    },
    write(texts) {
      write({
        governor: texts.get(0),
        min: number(texts.get(1)),
        max: number(texts.get(2)),
        setSpeed: number(texts.get(3)),
      });
    },
  };
}

function iioGroup(sensor: Ina3221, layout: BoardLayout): KnobGroup {
  return {
    files: [`${layout.sensor.folder}/running_mode`],
    texts: () => [String(sensor.settings.driver === 'iio' ? sensor.settings.runningMode : '')],
    write: (texts) => sensor.write({ runningMode: number(texts.get(0)) }),
  };
}

function hwmonGroup(sensor: Ina3221, layout: BoardLayout): KnobGroup {
  const names = ['samples', 'in1_enable', 'in2_enable', 'in3_enable', 'update_interval'];
  return {
    files: names.map((name) => `${layout.sensor.folder}/${name}`),
    texts() {
      const { settings } = sensor;
      if (settings.driver !== 'hwmon') return [];
      const enabled = settings.enabled.map((on) => (on ? '1' : '0'));
      return [String(settings.samples), ...enabled, String(updateIntervalMs(settings))];
    },
    write(texts) {
      for (const [position, text] of texts) sensor.write(hwmonWrite(position, number(text)));
    },
  };
}

function hwmonWrite(position: number, value: number | undefined): SensorWrite {
  if (value === undefined) return {};
  if (position === 0) return { samples: value };
  if (position === 4) return { updateIntervalMs: value };
  return { enabled: { channel: position - 1, on: value !== 0 } };
}

/** What the kernel's parser makes of a text; undefined stands for EINVAL. */
function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
