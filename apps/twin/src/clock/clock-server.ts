import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { LockstepClock, Party } from './lockstep-clock';

/** Linux: sockaddr_un.sun_path without its NUL. */
const MAX_SOCKET_PATH_BYTES = 107;
const SOCKET_FOLDER = 'jf-';

/** The side of the clock's socket that simulates work for the twin's own workload runner. */
export interface WorkDesk {
  /** Begins what a runner asks for. `poll` returns the answer once it is there; `close` ends it before its time. */
  open(): WorkSession;
}

export interface WorkSession {
  /** An answer at once (also for what cannot be done), or null: the work has begun. */
  request(line: string): string | null;
  poll(): string | null;
  close(): void;
}

interface Caller {
  socket: Socket;
  party: Party;
  session: WorkSession | null;
  /** Text received that is not answered yet. */
  inbox: string;
}

/** Serves a twin's clock on a Unix socket; docs/agent-protocol.md has the lines. */
export class ClockServer {
  /** Known once started. */
  socketPath = '';
  private readonly server: Server;
  private readonly callers = new Set<Caller>();
  private readonly waiting = new Set<Caller>();
  private scheduled = false;
  private stopped = false;

  /**
   * `settle` applies what was written to knob files; it runs before any line is answered. `reboot` is called once whoever
   * asked for it was answered. `showCounters` brings the counters of the clocks up to date.
   */
  constructor(
    private readonly clock: LockstepClock,
    private readonly desk: WorkDesk,
    private readonly settle: () => void,
    private readonly reboot: () => void,
    private readonly showCounters: () => void,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  async start(): Promise<void> {
    this.socketPath = join(mkdtempSync(join(shortFolder(), SOCKET_FOLDER)), 'clock');
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.socketPath, resolve);
    });
    chmodSync(this.socketPath, 0o600);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const caller of [...this.callers]) caller.socket.destroy();
    await closed;
    removeStaleSocket(this.socketPath);
  }

  /**
   * Answers after the poll phase of the event loop: a knob written before a request was sent has then been notified,
   * whichever of the two descriptors was looked at first.
   */
  schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.serve());
  }

  private accept(socket: Socket): void {
    const caller: Caller = { socket, party: this.clock.join(), session: null, inbox: '' };
    this.callers.add(caller);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      caller.inbox += text;
      this.waiting.add(caller);
      this.schedule();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.forget(caller));
  }

  private forget(caller: Caller): void {
    this.callers.delete(caller);
    this.waiting.delete(caller);
    caller.session?.close();
    this.clock.leave(caller.party);
    this.schedule();
  }

  private serve(): void {
    this.scheduled = false;
    if (this.stopped) return;
    this.clock.sync();
    this.settle();
    const callers = [...this.waiting];
    this.waiting.clear();
    for (const caller of callers) this.answerAll(caller);
    this.clock.sync();
  }

  private answerAll(caller: Caller): void {
    for (;;) {
      const end = caller.inbox.indexOf('\n');
      if (end < 0 || caller.party.wait !== null) return;
      const line = caller.inbox.slice(0, end);
      caller.inbox = caller.inbox.slice(end + 1);
      this.answer(caller, line);
    }
  }

  private answer(caller: Caller, line: string): void {
    const { party, socket } = caller;
    switch (line[0]) {
      case 's':
        return this.sleep(caller, Number(line.slice(2)));
      case 'n':
        return void socket.write(`${this.clock.sync()}\n`);
      case 'f':
        return this.answerFresh(socket);
      case 'h':
      case 'r':
        party.holding = line[0] === 'h';
        return void socket.write('ok\n');
      case 'w':
        return this.work(caller, line.slice(2));
      case 'b':
        return void socket.write('ok\n', () => this.reboot());
      default:
        return void socket.write('error: n, s <untilUs>, f, h, r, w <json> or b\n');
    }
  }

  private answerFresh(socket: Socket): void {
    const nowUs = this.clock.sync();
    this.showCounters();
    socket.write(`${nowUs}\n`);
  }

  private sleep(caller: Caller, untilUs: number): void {
    if (!Number.isFinite(untilUs)) return void caller.socket.write('error: s <untilUs>\n');
    caller.party.wait = { untilUs: Math.ceil(untilUs), answer: (nowUs) => this.reply(caller, String(nowUs)) };
  }

  /** The answer to a request that had to wait; what was sent after it is next. */
  private reply(caller: Caller, answer: string): void {
    caller.socket.write(`${answer}\n`);
    if (caller.inbox === '') return;
    this.waiting.add(caller);
    this.schedule();
  }

  private work(caller: Caller, request: string): void {
    const session = (caller.session ??= this.desk.open());
    const refused = session.request(request);
    if (refused !== null) return void caller.socket.write(`${refused}\n`);
    caller.party.wait = {
      poll: () => {
        const answer = session.poll();
        if (answer !== null) this.reply(caller, answer);
        return answer !== null;
      },
    };
  }
}

/** Removes a clock's socket and its folder, also one that a killed twin left behind; anything else is left alone. */
export function removeStaleSocket(socketPath: string): void {
  const folder = dirname(socketPath);
  if (basename(folder).startsWith(SOCKET_FOLDER)) rmSync(folder, { recursive: true, force: true });
}

/** A folder for temporary files under which a socket's path fits. */
function shortFolder(): string {
  const folder = tmpdir();
  return folder.length + '/jf-XXXXXX/clock'.length <= MAX_SOCKET_PATH_BYTES ? folder : '/tmp';
}
