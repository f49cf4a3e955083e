import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a controller and a device or a server; it can let every packet vanish, as a dead board or a broken switch does. */
export class SwallowingProxy {
  private readonly sockets = new Set<Socket>();
  private swallowing = false;
  private readonly server = createServer((client) => this.accept(client));

  constructor(private readonly target: { host: string; port: number }) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @param port 0: any. */
  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  /** From now on nothing gets through, in neither direction; nobody is told. */
  swallow(): void {
    this.swallowing = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    this.keep(client);
    if (this.swallowing) return;
    const device = this.keep(connect(this.target));
    client.pipe(device);
    device.pipe(client);
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }
}
