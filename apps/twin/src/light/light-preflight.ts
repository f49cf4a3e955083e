import type { PreflightEvidence } from '@joulefleet/contracts';
import { frequencyTable } from '@joulefleet/core';
import { lockableHz } from '../board/memory-clock';
import { DISK_FREE_BYTES, lightFacts, type LightIdentity } from './light-facts';
import type { LightBoard } from './light-board';
import { wallUs } from '../served/wall-us';

const READINGS = 10;
const READING_EVERY_US = 100_000;

/** The agent's pre-flight (`preflight.py`) on virtual time: rails read for a second, each clock and knob set and put back. */
export function lightPreflight(light: LightBoard, identity: LightIdentity): PreflightEvidence {
  const readings = Array.from({ length: READINGS }, () => {
    light.idleUntil(light.board.nowUs + READING_EVERY_US);
    return light.readMw();
  });
  const { supplyMv, shuntMicroOhm } = light.setup();
  const { type: zone, temperatureC } = light.hottest();
  const rails = light.board.board.rails.map(({ label }, i) => {
    const powerMw = readings.map((reading) => reading[i]!);
    return { label, total: i === 0, powerMw, error: null, supplyMv, shuntMicroOhm };
  });
  const [clocks, knobs] = [tryClocks(light), tryKnobs(light)];
  return {
    facts: lightFacts(light, { ...identity, probed: true }),
    ...{ wallUs: wallUs(), monotonicUs: Math.round(light.board.nowUs), bootId: light.bootId },
    ...{ rails, clocks, knobs },
    restored: { verified: true, differences: [] },
    load: { cpuFraction: 0, gpuFraction: 0, busiest: [] },
    disk: { freeBytes: DISK_FREE_BYTES, writeError: null },
    temperatureC: { zone, temperatureC },
    ...{ otherAgents: [], privileged: true },
  };
}

function tryClocks(light: LightBoard): PreflightEvidence['clocks'] {
  const middle = (table: readonly number[]): number => table[Math.floor(table.length / 2)]!;
  const { cpuKhz, gpuHz } = frequencyTable(light.deviceClass);
  const [khz, hz] = [middle(cpuKhz), middle(gpuHz)];
  light.apply({ cpuKhz: khz, gpuHz: hz });
  const { cpu, gpu } = light.point();
  light.restore();
  const policies = cpu.map(({ policy, governor, curKhz }) => {
    return { domain: `CPU policy ${policy}`, requested: khz, readBack: curKhz, governorBefore: governor, error: null };
  });
  return [
    ...policies,
    { domain: 'GPU', requested: hz, readBack: gpu!.curHz, governorBefore: gpu!.governor, error: null },
  ];
}

function tryKnobs(light: LightBoard): PreflightEvidence['knobs'] {
  const emcHz = lockableHz(light.deviceClass)[1]!;
  light.applyKnobs(2, emcHz);
  const { knobs } = light.point();
  light.restore();
  const tried = (key: string, requested: number) => ({ key, requested, readBack: knobs[key]!, error: null });
  return [tried('activeCores', 2), tried('emcHz', emcHz)];
}
