import { good, problem, type PreflightCheck } from './preflight-check';
import type { PreflightObservation, ProcessSeen } from './preflight-observation';

/** An idle desktop of a Nano shows 3 to 7 % in tegrastats; half a core of work moves power by more than what is measured. */
const MAX_CPU_FRACTION = 0.1;
const MAX_CORE_FRACTION = 0.5;
const MAX_GPU_FRACTION = 0.1;

/** A long campaign's records wait here while the controller is away; a shard spools a few megabytes. */
const MIN_FREE_BYTES = 256 * 1024 ** 2;

export const noForeignLoad: PreflightCheck = {
  name: 'no_foreign_load',
  severity: 'blocks',
  resolution: 'retry',
  judge: (observed) => {
    const { cpuFraction, gpuFraction, busiest } = observed.load;
    const busy = describeLoad(observed);
    if (busy.length === 0) return good(`CPU ${percent(cpuFraction)}, GPU ${percent(gpuFraction)} busy`);
    const processes = busiest.map((each) => `${named(each)} ${percent(each.cpuFraction)}`).join(', ');
    return problem(`${busy.join(', ')} busy although no trial is running${processes && `: ${processes}`}`);
  },
  remedy: 'end these processes, or put the device into maintenance while it is used for something else',
};

export const noOtherAgent: PreflightCheck = {
  name: 'no_other_agent',
  severity: 'blocks',
  resolution: 'retry',
  judge: ({ otherAgents }) =>
    otherAgents.length === 0
      ? good('no other program sets clocks')
      : problem(`also running: ${otherAgents.map(named).join(', ')}`),
  remedy: 'end the other program; use one controller and one login per device',
};

export const diskFree: PreflightCheck = {
  name: 'disk_free',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ disk: { freeBytes } }) =>
    freeBytes >= MIN_FREE_BYTES
      ? good(`${megabytes(freeBytes)} free`)
      : problem(`${megabytes(freeBytes)} free, at least ${megabytes(MIN_FREE_BYTES)} needed`),
  remedy: 'free space on the file system of ~/.joulefleet',
};

export const diskWritable: PreflightCheck = {
  name: 'disk_writable',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ disk: { writeError } }) =>
    writeError === null ? good('records can be written') : problem(`records cannot be written: ${writeError}`),
  remedy: 'make ~/.joulefleet writable for the login user; a read-only root often means a worn-out SD card (dmesg)',
};

function describeLoad({ load, facts }: PreflightObservation): string[] {
  const { cpuFraction, gpuFraction, busiest } = load;
  const hogs = busiest.some((each) => each.cpuFraction * facts.cores > MAX_CORE_FRACTION);
  return [
    ...((cpuFraction ?? 0) > MAX_CPU_FRACTION || hogs ? [`CPU ${percent(cpuFraction)}`] : []),
    ...((gpuFraction ?? 0) > MAX_GPU_FRACTION ? [`GPU ${percent(gpuFraction)}`] : []),
  ];
}

function named({ pid, user, command }: ProcessSeen): string {
  return `${command} (${user}, process ${pid})`;
}

function percent(fraction: number | null): string {
  return fraction === null ? 'unknown' : `${Math.round(fraction * 100)} %`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
