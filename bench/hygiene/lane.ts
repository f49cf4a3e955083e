import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignView, DeviceView, LaunchResult } from '@joulefleet/contracts';
import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import type { Twin } from '../../apps/twin/src';
import type { ControllerProcess } from './controller-process';
import { compareKnobs, readKnobs, type Knobs } from './knobs';

/** The state after an interruption. */
export type Aftermath =
  /** Ready again, every knob as before. */
  | { kind: 'clean' }
  /** Out of use, with the reason. */
  | { kind: 'quarantined'; reason: string }
  /** Ready, and changed: what must never be. */
  | { kind: 'changed'; differences: string[] }
  /** Neither within the time. */
  | { kind: 'unresolved'; state: string };

const REST_WITHIN_MS = 180_000;
const POLL_MS = 100;
const ENDED = ['completed', 'cancelled', 'failed'];

/** A twin that runs one short campaign at a time, and its knobs before the first one. */
export class Lane {
  private readonly before: Knobs;
  private campaignId = '';

  constructor(
    readonly twin: Twin,
    private readonly controller: ControllerProcess,
  ) {
    this.before = readKnobs(twin.root);
  }

  /** A shard of four trials at clocks that differ from the defaults. */
  async launch(): Promise<void> {
    const { name, deviceClass } = this.twin;
    const source = campaignSource(name, deviceClass);
    const { campaign } = await this.controller.call<LaunchResult>('POST', '/v1/campaigns', { source });
    this.campaignId = campaign!.id;
  }

  /** Whether some knob is changed now, so that a kill could leave it changed. */
  isChanged(): boolean {
    return compareKnobs(this.before, readKnobs(this.twin.root)).length > 0;
  }

  /** Whether the campaign has no trials left to run. */
  async isOver(): Promise<boolean> {
    return ENDED.includes((await this.campaign()).state);
  }

  /** Waits until the campaign and the device are idle, then compares the knobs. */
  async aftermath(): Promise<Aftermath> {
    const deadlineMs = performance.now() + REST_WITHIN_MS;
    for (let state = ''; ; await sleep(POLL_MS)) {
      const device = await this.device();
      if (device.availability === 'ready') {
        const differences = compareKnobs(this.before, readKnobs(this.twin.root));
        // The device may have been leased between the two reads; the next poll decides.
        if (differences.length > 0 && (await this.device()).availability === 'ready' && this.isChanged()) {
          return { kind: 'changed', differences };
        }
      }
      if (device.availability === 'quarantined') return { kind: 'quarantined', reason: device.reason ?? '' };
      const campaign = await this.campaign();
      if (device.availability === 'ready' && ENDED.includes(campaign.state)) return { kind: 'clean' };
      state = `device ${device.availability} (${device.reason ?? 'no reason'}), campaign ${campaign.state}`;
      if (performance.now() > deadlineMs) return { kind: 'unresolved', state };
    }
  }

  /** Checks a quarantined device, as its admin would. */
  async release(): Promise<void> {
    await this.controller.call('POST', `/v1/devices/${this.twin.name}/check`);
    await this.controller.call('POST', `/v1/campaigns/${this.campaignId}/cancel`).catch(() => undefined);
  }

  private campaign(): Promise<CampaignView> {
    return this.controller.call('GET', `/v1/campaigns/${this.campaignId}`);
  }

  private device(): Promise<DeviceView> {
    return this.controller.call<DeviceView>('GET', `/v1/devices/${this.twin.name}`);
  }
}

/** JSON is YAML too. */
function campaignSource(device: string, deviceClass: DeviceClass): string {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const level = (table: readonly number[], place: number): number => table[Math.floor(table.length * place)]!;
  return JSON.stringify({
    name: `hygiene on ${device}`,
    devices: { names: [device] },
    workloads: ['alexnet'],
    factors: {
      gpuFrequency: [0.3, 0.6].map((place) => `${level(gpuHz, place) / 1e6} MHz`),
      cpuFrequency: [0.3, 0.6].map((place) => `${level(cpuKhz, place) / 1e3} MHz`),
    },
    baseline: 'none',
    repetitions: 1,
    inferences: 3200,
    shardTrials: 4,
  });
}
