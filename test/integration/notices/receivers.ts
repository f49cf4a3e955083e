import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A certificate for localhost and 127.0.0.1 that nobody has signed but itself. */
export const CERTIFICATE_FILE = 'test/fixtures/tls/localhost.crt';
const tls = () => ({ cert: readFileSync(CERTIFICATE_FILE), key: readFileSync('test/fixtures/tls/localhost.key') });

export interface ReceivedPost {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a path answers; `hang`: nothing. */
type Answer = { status: number; headers?: Record<string, string>; text?: string } | 'hang';

/** A real HTTP server that records what is posted, and answers each path as configured, by default with 200. */
export class HookReceiver {
  readonly posts: ReceivedPost[] = [];
  private readonly answers = new Map<string, Answer[]>();
  private readonly server: Server;

  constructor(private readonly secure = false) {
    const listener: RequestListener = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const path = request.url ?? '';
        this.posts.push({ path, headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
        const [next, ...later] = this.answers.get(path) ?? [];
        if (later.length > 0) this.answers.set(path, later);
        if (next === 'hang') return;
        response.writeHead(next?.status ?? 200, next?.headers).end(next?.text ?? 'ok');
      });
    };
    this.server = secure ? createTlsServer(tls(), listener) : createServer(listener);
  }

  async start(): Promise<void> {
    await listen(this.server);
  }

  /** The answers of a path, one after the other; the last one stays. */
  answer(path: string, ...answers: Answer[]): void {
    this.answers.set(path, answers);
  }

  to(path: string): ReceivedPost[] {
    return this.posts.filter((post) => post.path === path);
  }

  url(path: string): string {
    return `${this.secure ? 'https' : 'http'}://127.0.0.1:${portOf(this.server)}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await close(this.server);
  }
}

export interface ReceivedMail {
  from: string;
  to: string[];
  login: string | null;
  /** Header lines, unfolded. */
  headers: string[];
  body: string;
}

/** A real mail server that records what it takes. It lets `lab` in with `open sesame`, and knows no recipient `gone@...`. */
export class MailReceiver {
  readonly mails: ReceivedMail[] = [];
  private readonly server: SMTPServer;

  constructor(options: SMTPServerOptions = {}) {
    this.server = new SMTPServer({
      ...{ authOptional: true, logger: false, closeTimeout: 100 },
      ...options,
      onAuth: ({ username, password }, _, done) =>
        username === 'lab' && password === 'open sesame'
          ? done(null, { user: username })
          : done(new Error('Invalid username or password')),
      onRcptTo: ({ address }, _, done) => {
        if (!address.startsWith('gone@')) return done();
        done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      },
      onData: (stream, { envelope, user }, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const [head = '', ...body] = Buffer.concat(parts).toString('utf8').split('\r\n\r\n');
          this.mails.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
            login: user ?? null,
            headers: head.replace(/\r\n[ \t]+/g, ' ').split('\r\n'),
            body: body.join('\r\n\r\n'),
          });
          done();
        });
      },
    });
    // A client that does not trust the certificate is no error of the tests.
    this.server.on('error', () => undefined);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

/** With a certificate of its own, for a mail server. */
export function mailTls(): SMTPServerOptions {
  return { ...tls(), secure: true };
}

/** A server that takes connections and says nothing, or greets and then begins an answer that never ends. */
export class SilentReceiver {
  connections = 0;
  private readonly open = new Set<Socket>();
  private readonly server: TcpServer;

  constructor(talks?: { greeting: string; line: string }) {
    this.server = createTcpServer((socket) => {
      this.connections++;
      this.open.add(socket);
      if (talks) socket.write(talks.greeting);
      const timer = talks && setInterval(() => socket.write(talks.line), 20);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        this.open.delete(socket);
      });
    });
  }

  async start(): Promise<void> {
    await listen(this.server);
  }

  get port(): number {
    return portOf(this.server);
  }

  /** Connections that are open. */
  get opened(): number {
    return this.open.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await close(this.server);
  }
}

async function listen(server: TcpServer): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function close(server: TcpServer): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

function portOf(server: TcpServer): number {
  return (server.address() as AddressInfo).port;
}
