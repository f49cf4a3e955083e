import { captureIo, ControllerDouble } from '../fixtures/controller-double';
import { sampleDevice } from '../fixtures/sample-views';
import { runCli } from '../run-cli';

let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/devices', { devices: [], nextCursor: null });
  controller.answer('PATCH /v1/devices/nano-1', sampleDevice());
});
afterEach(() => controller.dispose());

async function cli(line: string) {
  const io = captureIo(controller.home);
  return { exitCode: await runCli(line.split(' '), io), err: io.err(), out: io.out() };
}

it.each([
  ['device enroll a --ssh-config x --ssh-config y', '--ssh-config is given twice'],
  ['device enroll a --port 22 --port=23', '--port is given twice'],
  ['device edit nano-1 --group a --no-group', '--group and --no-group exclude each other'],
  ['device edit nano-1 --no-group --group a', '--no-group and --group exclude each other'],
  ['device edit nano-1 --owner a --no-owner', '--owner and --no-owner exclude each other'],
  ['device list --group a --group b', '--group is given twice'],
  ['identity import key --name a --name b', '--name is given twice'],
])('refuses %s', async (line, message) => {
  const { exitCode, err } = await cli(line);
  expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining(message) as string });
  expect(controller.received).toEqual([]);
  expect((await cli(`${line} --json`)).out).toContain(message);
});

it.each(['device list --json --json', 'device edit nano-1 --label +a --label +b'])('takes %s', async (line) => {
  controller.answer('GET /v1/devices/nano-1', sampleDevice());
  expect(await cli(line)).toMatchObject({ exitCode: 0 });
});
