import { resolve } from 'node:path';
import { openAgent, packAgent, type OpenAgent } from '@joulefleet/remote';
import { classifyDevice } from '../../../libs/fleet/src/classify-device';
import { fillDisk, makeHomeReadOnly } from '../../testkit/openssh/broken-home';
import { OpenSshBoard } from '../../testkit/openssh/openssh-board';

const agent = packAgent(resolve('agent'));

describe('a board that the agent cannot be started on', () => {
  let board: OpenSshBoard;

  beforeAll(async () => {
    board = await OpenSshBoard.start();
  }, 200_000);
  afterAll(() => board.stop());
  afterEach(() => board.useShell());

  const open = async (): Promise<OpenAgent> => openAgent(await board.target(), agent);
  const saying = (text: string): string => expect.stringContaining(text) as string;

  it.each([
    ['/usr/sbin/nologin', 'exit code 1, output: This account is currently not available.'],
    ['/bin/false', 'exit code 1'],
    ['/bin/true', 'exit code 0'],
  ])('names a login shell that runs nothing: %s', async (shell, said) => {
    board.useShell(shell);
    await expect(open()).rejects.toMatchObject({
      code: 'shell_refused',
      origin: 'operator',
      transient: false,
      message: saying(said),
      remedy: saying('chsh -s /bin/bash'),
    });
  });

  it('names a login shell that is a menu', async () => {
    board.useShellAfter('echo "1) status  2) quit"', 'exit 3');
    await expect(open()).rejects.toMatchObject({
      code: 'shell_refused',
      message: saying('exit code 3, output: 1) st'),
    });
  });

  it.each(['yes flood', 'yes flood >&2', 'yes "$(head -c 9000 /dev/zero | tr "\\0" x)"'])(
    'cuts off a login shell that talks without end: %s',
    async (flood) => {
      board.useShellAfter(flood);
      await expect(open()).rejects.toMatchObject({ message: saying('more than 4 MiB outside the protocol') });
    },
  );

  it('cuts off a device that talks without end while the agent is uploaded', async () => {
    board.useShellAfter('case "$2" in *sha256sum*) yes flood >&2;; esac');
    await expect(open()).rejects.toMatchObject({
      code: 'upload_failed',
      origin: 'device',
      message: saying('more than 4 MiB outside the protocol'),
    });
  });

  it('names an account whose shell is not there as one that is not let in', async () => {
    board.useShell('/no/such/shell');
    await expect(open()).rejects.toMatchObject({ code: 'login_refused', origin: 'operator' });
  });

  it('names the missing Python', async () => {
    board.useShellAfter('export PATH=/nowhere');
    await expect(open()).rejects.toMatchObject({
      code: 'python_missing',
      origin: 'device',
      transient: false,
      remedy: saying('Python 3.6'),
    });
  });

  it('names a full disk', async () => {
    fillDisk(board, `${agent.remotePath}.part`);
    await expect(open()).rejects.toMatchObject({
      code: 'disk_full',
      origin: 'device',
      transient: false,
      message: saying('No space left on device'),
      remedy: saying('Free some disk space'),
    });
  });

  it('names a read-only file system', async () => {
    makeHomeReadOnly(board);
    await expect(open()).rejects.toMatchObject({
      code: 'read_only_file_system',
      origin: 'device',
      transient: false,
      message: saying('Read-only file system'),
      remedy: saying('remount,rw'),
    });
  });

  it('names a home that cannot be written', async () => {
    board.useShell(undefined, '/proc');
    await expect(open()).rejects.toMatchObject({ code: 'upload_failed', origin: 'device', transient: false });
  });

  it('reads a machine that is no Jetson, and says what was seen', async () => {
    await board.serve([], undefined, '/');
    const { session, close } = await open();
    const facts = await session.facts();
    close();
    expect(facts).toMatchObject({ simulated: false, l4t: null });
    expect(facts.missing.map(({ what }) => what)).toEqual(expect.arrayContaining(['l4t', 'gpu', 'rails']));
    expect(() => classifyDevice(facts, 'here')).toThrow(
      expect.objectContaining({
        code: 'unknown_class',
        origin: 'operator',
        message: saying(`here: "${facts.model ?? 'no model'}"`),
      }) as Error,
    );
  });
});
