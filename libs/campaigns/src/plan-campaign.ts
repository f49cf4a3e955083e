import {
  locateInCampaignFile,
  parseCampaignFile,
  type CampaignSpec,
  type Facts,
  type PlanView,
} from '@joulefleet/contracts';
import {
  expandSweep,
  fullSweep,
  orderTrials,
  selectDevices,
  type Cell,
  type ProposedTrial,
  type SweepDevice,
  type SweepError,
  type SweepPlan,
} from '@joulefleet/core';
import { BadCampaign } from './bad-campaign';

/** An enrolled device as planning needs it. */
export interface PlannableDevice {
  deviceId: string;
  name: string;
  deviceClass: string;
  labels: string[];
  simulated: boolean;
  facts: Facts;
}

export interface CampaignPlan {
  spec: CampaignSpec;
  cells: Cell[];
  trials: ProposedTrial[];
  simulated: boolean;
  view: PlanView;
}

/**
 * From the text of a campaign file to its cells and trials on the enrolled devices. Pure.
 * @throws BadCampaign with every finding and its place in the file.
 */
export function planCampaign(source: string, sourceName: string, devices: readonly PlannableDevice[]): CampaignPlan {
  const parsed = parseCampaignFile(source, sourceName);
  if (!parsed.ok) throw new BadCampaign(sourceName, parsed.errors);
  const { spec } = parsed;
  const { selected, errors } = selectDevices(spec.devices, devices);
  const sweep = expandSweep(spec, selected.map(sweepDevice));
  const findings = [...errors, ...sweep.errors].map((error) => describe(error, source, sourceName));
  if (findings.length > 0) throw new BadCampaign(sourceName, findings);
  const trials = proposeTrials(spec, sweep, selected);
  return {
    spec,
    cells: distinctCells(sweep),
    trials,
    simulated: selected.some((device) => device.simulated),
    view: viewOf(spec, sweep),
  };
}

function sweepDevice(device: PlannableDevice): SweepDevice {
  const { facts } = device;
  const offered = (governors: string[][]): string[] => [...new Set(governors.flat())];
  return {
    name: device.name,
    deviceClass: device.deviceClass,
    cpuKhz: facts.cpuPolicies[0]?.frequenciesKhz ?? [],
    gpuHz: facts.gpu?.frequenciesHz ?? [],
    workloads: facts.workloads,
    cpuGovernors: offered(facts.cpuPolicies.map((policy) => policy.governors)),
    gpuGovernors: facts.gpu?.governors ?? [],
  };
}

function describe(error: SweepError, source: string, sourceName: string) {
  return {
    where: locateInCampaignFile(source, sourceName, error.path),
    message: error.message,
    ...(error.nearest.length > 0 && { nearest: error.nearest.join('; ') }),
  };
}

function proposeTrials(spec: CampaignSpec, sweep: SweepPlan, devices: readonly PlannableDevice[]): ProposedTrial[] {
  const ids = new Map(devices.map((device) => [device.name, device.deviceId]));
  const trials = sweep.perDevice.flatMap(({ device, cells }) =>
    orderTrials({
      cellKeys: cells.map((cell) => cell.cellKey),
      device,
      repetitions: spec.repetitions,
      order: spec.order,
      seed: spec.seed,
    }).map((trial) => ({ ...trial, deviceId: ids.get(device)! })),
  );
  const proposal = fullSweep(trials).propose({ proposed: 0, open: 0, cells: [] });
  return proposal.kind === 'trials' ? proposal.trials : [];
}

/** Devices of one class share their cells. */
function distinctCells(sweep: SweepPlan): Cell[] {
  return [...new Map(sweep.perDevice.flatMap(({ cells }) => cells.map((cell) => [cell.cellKey, cell]))).values()];
}

function viewOf(spec: CampaignSpec, sweep: SweepPlan): PlanView {
  const devices = sweep.perDevice.map(({ device, deviceClass, cells, notes }) => ({
    device,
    deviceClass,
    cells: cells.length,
    trials: cells.length * spec.repetitions,
    notes: [...notes],
  }));
  const sum = (of: (device: (typeof devices)[number]) => number): number => devices.reduce((n, d) => n + of(d), 0);
  return { devices, cells: sum((d) => d.cells), trials: sum((d) => d.trials), warnings: [...sweep.warnings] };
}
