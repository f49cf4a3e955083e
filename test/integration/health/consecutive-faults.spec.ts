import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceEventView } from '@joulefleet/contracts';
import { killExecutor } from '../../../bench/hygiene/interruptions';
import { startFleetLab, sweepOf, type FleetLab } from './fleet-lab';

describe('recovery from consecutive faults', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    lab = await startFleetLab({ twins: ['jetson-nano'], timeScale: 60, seed: 31 });
  }, 60_000);
  afterAll(() => lab.stop());

  it('climbs after each fault of the device, and quarantines it at the third in a row', async () => {
    await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 40));
    const killing = setInterval(() => killExecutor(lab.twins[0]!), 300);
    const out = await lab
      .untilDevice('nano', ({ availability }) => availability === 'quarantined', 60_000)
      .finally(() => clearInterval(killing));
    expect(out.reason).toMatch(
      /^3 consecutive faults of the device: .*; tried: reconnect: .*check passed; restart agent: /,
    );
    expect(out.until).not.toBeNull();
    // One that does not start again in the same shard is the same fault.
    const faults = (await lab.events('nano')).filter(isDeviceFault);
    expect(new Set(faults.map(shardOf)).size).toBe(3);
    await sleep(500);
    const checked = (await lab.call('POST', '/v1/devices/nano/check')).body;
    expect(checked).toMatchObject({ availability: 'ready', health: 'good' });
  }, 90_000);
});

function shardOf({ body }: DeviceEventView): unknown {
  return (body as { shardId?: unknown } | null)?.shardId;
}

function isDeviceFault({ kind, body }: DeviceEventView): boolean {
  // A kill may hit it while it starts.
  return kind === 'fault' && /executor_(died|failed)/.test(JSON.stringify(body));
}
