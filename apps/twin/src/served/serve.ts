import { AGENT_LINE_MARK, AGENT_PROTOCOL, type AgentError } from '@joulefleet/contracts';
import type { ServerChannel } from 'ssh2';
import { z } from 'zod';
import { Refusal } from './refusal';
import type { ServedDevice } from './served-device';
import type { ServedShard } from './served-shard';
import { wallUs } from './wall-us';

/** So many records may be on their way before the first of them is acknowledged (agent/joulefleet_agent/attachment.py). */
const WINDOW_RECORDS = 128;

const request = z.looseObject({
  id: z.number(),
  op: z.string(),
  shardId: z.string().optional(),
  fence: z.number().optional(),
  seq: z.number().optional(),
  afterSeq: z.number().optional(),
});
type Request = z.infer<typeof request>;

interface Attachment {
  shardId: string;
  sentSeq: number;
  progress: ServedShard['progress'] | null;
}

/** One connection of a controller to the agent of a device that has no Python: JSON lines in both directions (docs/agent-protocol.md). */
export class Serve {
  private readonly attachments = new Map<string, Attachment>();
  private unread = '';
  private answering: Promise<void> = Promise.resolve();

  constructor(
    private readonly device: ServedDevice,
    private readonly channel: ServerChannel,
    private readonly sha256: string,
  ) {
    const unlisten = device.listen(() => this.follow());
    channel.on('data', (data: Buffer) => this.receive(data.toString('utf8')));
    channel.on('end', () => {
      channel.exit(0);
      channel.end();
    });
    channel.on('close', unlisten);
    channel.on('error', unlisten);
  }

  private receive(text: string): void {
    this.device.heardAtMs = performance.now();
    const lines = (this.unread + text).split('\n');
    this.unread = lines.pop()!;
    for (const line of lines) this.answering = this.answering.then(() => this.answer(line));
  }

  private async answer(line: string): Promise<void> {
    const { id, ...asked } = request.parse(JSON.parse(line));
    try {
      this.send({ id, ok: true, result: await this.perform({ id, ...asked }) });
      if (asked.op === 'attach') this.attach(asked.shardId!, asked.afterSeq!);
    } catch (error) {
      this.send({ id, ok: false, error: errorOf(error) });
    }
  }

  private perform(asked: Request): unknown {
    const { device } = this;
    switch (asked.op) {
      case 'hello':
        return this.hello();
      case 'ping':
        return this.clocks();
      case 'facts':
        return device.facts();
      case 'preflight':
        return device.preflight();
      case 'status':
        return this.status();
      case 'runtimes':
        return { probe: null };
      case 'start':
        return device.table.start(asked.shard);
      case 'restore':
        return { restored: false, verified: true, differences: [] };
      default:
        return this.performOnShard(asked);
    }
  }

  private performOnShard({ op, shardId = '', fence = 0, seq = 0 }: Request): unknown {
    const { table } = this.device;
    table.requireFence(shardId, fence);
    const shard = table.shards.get(shardId);
    const isOver = shard === undefined || shard.spool.ended;
    switch (op) {
      case 'attach':
        return { lastSeq: shard?.spool.lastSeq ?? 0 };
      case 'ack':
        return { remaining: this.ack(shardId, seq) };
      case 'pause':
        shard?.pause();
        return { state: isOver ? 'finished' : 'pausing' };
      case 'cancel':
        shard?.cancel('cancelled');
        return { state: isOver ? 'finished' : 'cancelling' };
      default:
        throw new Error(`no operation ${op}`);
    }
  }

  /** A shard whose last record is acknowledged is followed no more. */
  private ack(shardId: string, seq: number): number {
    const { table } = this.device;
    const remaining = table.ack(shardId, seq);
    if (!table.shards.has(shardId)) this.attachments.delete(shardId);
    // What the window held back may be sent now.
    this.follow();
    return remaining;
  }

  private hello() {
    const about = { protocol: AGENT_PROTOCOL, sha256: this.sha256, pid: process.pid, root: '/' };
    return { ...about, ...this.device.identity(), ...this.clocks() };
  }

  private clocks() {
    return { monotonicUs: Math.round(this.device.nowUs()), wallUs: wallUs() };
  }

  private status() {
    const { executor, shards } = this.device.table;
    const spools = [...shards].map(([shardId, { spool }]) => {
      return { shardId, lastSeq: spool.lastSeq, ackedSeq: spool.ackedSeq };
    });
    const { shardId, fence } = executor?.spec ?? {};
    const executing = executor && { shardId, fence, pid: process.pid, progress: executor.progress };
    return { executor: executing, spools, snapshot: null, restore: null };
  }

  private attach(shardId: string, afterSeq: number): void {
    this.attachments.set(shardId, { shardId, sentSeq: afterSeq, progress: null });
    this.follow();
  }

  private follow(): void {
    for (const attachment of this.attachments.values()) {
      const shard = this.device.table.shards.get(attachment.shardId);
      if (shard) this.sendNews(attachment, shard);
    }
  }

  private sendNews(attachment: Attachment, { spool, progress }: ServedShard): void {
    const { shardId, sentSeq } = attachment;
    const untilSeq = Math.min(spool.lastSeq, spool.ackedSeq + WINDOW_RECORDS);
    for (const record of spool.between(sentSeq + 1, untilSeq)) this.send({ event: 'record', shardId, record });
    attachment.sentSeq = Math.max(sentSeq, untilSeq);
    if (attachment.progress === progress) return;
    attachment.progress = progress;
    this.send({ event: 'progress', shardId, progress });
  }

  private send(message: object): void {
    if (this.channel.writable) this.channel.write(`${AGENT_LINE_MARK}${JSON.stringify(message)}\n`);
  }
}

function errorOf(error: unknown): AgentError {
  if (error instanceof Refusal) return error.error;
  return { code: 'agent_bug', message: String(error).slice(0, 4000), origin: 'bug', transient: false };
}
