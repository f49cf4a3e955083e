import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignView, DeviceView, LaunchResult, ProgressView } from '@joulefleet/contracts';
import { packageRoot } from '@joulefleet/platform';
import type { Database } from '@joulefleet/store';
import type { Twin } from '../../apps/twin/src';
import type { ControllerProcess } from '../hygiene/controller-process';
import type { Expected } from './cases';

/** What a case came to. */
export interface Verdict {
  name: string;
  /** It was not over in its time, or not within a minute of a cancel. */
  hangs: boolean;
  /** More attempts than any kind of fault may have. */
  endless: boolean;
  wronglyAccepted: boolean;
  /** Neither ready again, nor out of use with a reason that a person can act on. */
  deviceStuck: boolean;
}

/** The workload that behaves. */
export const SOUND = 'sound';

const FOLDER = join(packageRoot(), 'bench', 'hostile');
const LIAR = join(FOLDER, 'lying_agent.py');
const POLL_MS = 150;
/** A workload may take its time limit, two hours of a twin's clock. */
const CASE_LIMIT_MS = 90_000;
const LIE_LIMIT_MS = 20_000;
const CANCEL_LIMIT_MS = 60_000;
const READY_LIMIT_MS = 60_000;
const MAX_ATTEMPTS = 20;

/** A twin on which one case is tried after the other. */
export class HostileLane {
  constructor(
    private readonly twin: Twin,
    private readonly controller: ControllerProcess,
    private readonly database: Database,
  ) {}

  /** A workload that ends by itself, whatever it says. */
  async tryWorkload(name: string, expected: Expected): Promise<Verdict> {
    const id = await this.launch(name);
    const over = await this.until(id, CASE_LIMIT_MS, ({ over: ended }) => ended);
    if (!over) await this.cancel(id);
    return this.verdict(name, id, !over, expected);
  }

  /** One that does not: it is cancelled when it is executed. */
  async cancelWorkload(name: string): Promise<Verdict> {
    const id = await this.launch(name);
    const phase = { hang_warmup: 'warmup', hang_measure: 'measuring' }[name] ?? 'loading';
    await this.until(id, CASE_LIMIT_MS, ({ devices }) => devices.some(({ now }) => now?.phase === phase));
    await sleep(500);
    return this.verdict(name, id, !(await this.cancel(id)), 'not_accepted');
  }

  /** A board that lies about a workload that behaves. */
  async tryLie(name: string, expected: Expected): Promise<Verdict> {
    const restore = this.lie(name);
    const id = await this.launch(SOUND);
    const over = await this.until(id, LIE_LIMIT_MS, ({ over: ended }) => ended);
    const cancelled = over || (await this.cancel(id));
    // Recovery starts the agent anew, which removes the one that lies: what was measured after that counts.
    return this.verdict(name, id, !cancelled, restore() ? expected : 'any');
  }

  private async launch(name: string): Promise<string> {
    const command = ['python3', join(FOLDER, 'hostile_workload.py'), name];
    const source = JSON.stringify({
      name: `hostile: ${name}`,
      devices: { names: [this.twin.name] },
      workloads: [{ name: 'hostile', command }],
      factors: { batchSize: 8, gpuFrequency: 'dvfs' },
      baseline: 'none',
      repetitions: 1,
      inferences: 1600,
    });
    const { campaign } = await this.controller.call<LaunchResult>('POST', '/v1/campaigns', { source });
    return campaign!.id;
  }

  private async cancel(id: string): Promise<boolean> {
    await this.controller.call('POST', `/v1/campaigns/${id}/cancel`).catch(() => undefined);
    return this.until(id, CANCEL_LIMIT_MS, ({ over }) => over);
  }

  private async until(id: string, limitMs: number, holds: (progress: ProgressView) => boolean): Promise<boolean> {
    const endMs = performance.now() + limitMs;
    while (performance.now() < endMs) {
      if (holds(await this.controller.call<ProgressView>('GET', `/v1/campaigns/${id}/progress`))) return true;
      await sleep(POLL_MS);
    }
    return false;
  }

  private async verdict(name: string, id: string, hangs: boolean, expected: Expected): Promise<Verdict> {
    const deviceStuck = !(await this.readyAgain());
    const { trials } = await this.controller.call<CampaignView>('GET', `/v1/campaigns/${id}`);
    const { rows } = await this.database.pool.query<{ attempts: number }>(
      `SELECT count(*)::int AS attempts FROM measurement m JOIN trial t ON t.id = m.trial_id WHERE t.campaign_id = $1`,
      [id],
    );
    const wanted = { accepted: trials.accepted === 1, not_accepted: trials.accepted === 0, any: true };
    return { name, hangs, endless: rows[0]!.attempts > MAX_ATTEMPTS, wronglyAccepted: !wanted[expected], deviceStuck };
  }

  /** One that was taken out with a reason is checked, as a person would; then it has to be ready. */
  private async readyAgain(): Promise<boolean> {
    const path = `/v1/devices/${this.twin.name}`;
    const endMs = performance.now() + READY_LIMIT_MS;
    while (performance.now() < endMs) {
      const { availability, reason } = await this.controller.call<DeviceView>('GET', path);
      if (availability === 'ready') return true;
      if (reason !== null && availability !== 'leased') {
        await this.controller.call('POST', `${path}/check`).catch(() => undefined);
      }
      await sleep(POLL_MS);
    }
    return false;
  }

  /** Puts the lying agent in the place of the real one; call to put that back, and to hear whether it still lied there. */
  private lie(name: string): () => boolean {
    const home = join(this.twin.home, '.joulefleet');
    const agent = readdirSync(home).find((file) => /^agent-[0-9a-f]{16}\.pyz$/.test(file))!;
    const [place, real] = [join(home, agent), join(home, `real-${agent}`)];
    renameSync(place, real);
    copyFileSync(LIAR, place);
    writeFileSync(join(home, 'lie'), `${name}\n`);
    return () => {
      const lied = existsSync(place) && readFileSync(place).equals(readFileSync(LIAR));
      renameSync(real, place);
      rmSync(join(home, 'lie'));
      return lied;
    };
  }
}
