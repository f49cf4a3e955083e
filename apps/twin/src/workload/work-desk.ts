import { GRAPH_MODES, KNOWN_WORKLOADS, type DeviceClass } from '@joulefleet/core';
import { z } from 'zod';
import type { Board, Finished } from '../board/board';
import type { Assignment, Execution } from '../board/execution';
import type { WorkDesk, WorkSession } from '../clock/clock-server';
import { RUNTIMES } from '../physics';

const spec = z.object({
  workload: z.enum(KNOWN_WORKLOADS),
  batchSize: z.number().int().positive(),
  graphMode: z.enum(GRAPH_MODES),
  runtime: z.string().optional(),
  precision: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  lazyLoading: z.boolean().optional(),
  garbageCollection: z.boolean().optional(),
});

const request = z.discriminatedUnion('op', [
  z.object({ op: z.literal('load'), spec }),
  z.object({ op: z.literal('batch') }),
  z.object({ op: z.literal('run'), inferences: z.number().int().positive() }),
]);
type Request = z.infer<typeof request>;
type Asked = z.infer<typeof spec>;

/** Lets the board work off what runners ask for; `onRun` gets each inference window when it is over. */
export function workDesk(board: Board, onRun: (finished: Finished) => void): WorkDesk {
  return { open: () => new BoardSession(board, onRun) };
}

class BoardSession implements WorkSession {
  private execution: Execution | null = null;
  private measured = false;

  constructor(
    private readonly board: Board,
    private readonly onRun: (finished: Finished) => void,
  ) {}

  request(line: string): string | null {
    const parsed = parse(line);
    if ('problem' in parsed) return refusal('bad_request', parsed.problem);
    if (this.board.busy) return refusal('device_busy', 'another workload is being executed');
    if (parsed.op === 'load') return this.load(parsed.spec);
    if (this.execution === null) return refusal('bad_request', 'nothing is loaded');
    this.measured = parsed.op === 'run';
    const inferences = parsed.op === 'run' ? parsed.inferences : this.execution.options.batchSize;
    return this.begin(this.execution, { kind: 'infer', inferences });
  }

  poll(): string | null {
    const finished = this.execution && this.board.takeFinished(this.execution);
    if (finished === null) return null;
    if (this.measured) this.onRun(finished);
    return answerOf(finished);
  }

  close(): void {
    if (this.execution !== null) this.board.abandon(this.execution);
  }

  private load({ precision, parameters, runtime, ...options }: Asked): string | null {
    const simulated = RUNTIMES.find((known) => known === runtime);
    const unsimulated = [
      ...(runtime !== undefined && !simulated ? [`runtime ${runtime}`] : []),
      ...(precision !== undefined && precision !== 'fp32' ? [`precision ${precision}`] : []),
      ...Object.keys(parameters ?? {}).map((name) => `the parameter ${name}`),
    ];
    if (unsimulated.length > 0) return refusal('option_not_supported', `a twin does not simulate ${unsimulated[0]}`);
    const deviceClass: DeviceClass = this.board.board.deviceClass;
    const full = { deviceClass, ...options, ...(simulated && { runtime: simulated }) };
    if (!this.board.fits(full)) {
      return refusal('out_of_memory', `CUDA out of memory: ${options.workload} with a batch of ${options.batchSize}`);
    }
    this.execution = this.board.newExecution(full);
    this.measured = false;
    return this.begin(this.execution, { kind: 'load' });
  }

  private begin(execution: Execution, assignment: Assignment): null {
    this.board.begin(execution, assignment);
    return null;
  }
}

function parse(line: string): Request | { problem: string } {
  try {
    return request.parse(JSON.parse(line));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { problem: problem.replaceAll(/["\s]+/g, ' ') };
  }
}

function refusal(error: string, message: string): string {
  return JSON.stringify({ error, message });
}

function answerOf({ startUs, endUs, batchUs }: Finished): string {
  const count = batchUs.length;
  const meanUs = (endUs - startUs) / count;
  const variance = batchUs.reduce((sum, us) => sum + (us - meanUs) ** 2, 0) / Math.max(1, count - 1);
  return JSON.stringify({ startUs, endUs, count, meanUs, sdUs: Math.sqrt(variance), ...quantilesOf(batchUs) });
}

/** By nearest rank. */
function quantilesOf(batchUs: readonly number[]) {
  const rising = [...batchUs].sort((a, b) => a - b);
  const at = (share: number): number => rising[Math.ceil(share * rising.length) - 1]!;
  return { p50Us: at(0.5), p95Us: at(0.95), p99Us: at(0.99), maxUs: at(1) };
}
