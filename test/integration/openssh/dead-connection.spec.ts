import { resolve } from 'node:path';
import { openAgent, packAgent } from '@joulefleet/remote';
import { OpenSshBoard } from '../../testkit/openssh/openssh-board';

const KNOWN_WITHIN_MS = 15_000;

describe('a connection to an sshd that has stopped answering', () => {
  let board: OpenSshBoard;

  beforeAll(async () => {
    board = await OpenSshBoard.start();
  }, 200_000);
  afterAll(() => board.stop());

  it('is known to be dead within 15 s', async () => {
    const { session } = await openAgent(await board.target(), packAgent(resolve('agent')));
    board.sshd.signalConnections('SIGSTOP');
    const stoppedMs = performance.now();
    const asked = session.ping();
    await expect(asked).rejects.toMatchObject({ code: 'connection_lost', origin: 'network', transient: true });
    expect(performance.now() - stoppedMs).toBeLessThan(KNOWN_WITHIN_MS);
    await session.ended;
  });
});
