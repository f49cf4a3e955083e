import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerDouble, captureIo } from '../fixtures/controller-double';
import { FINGERPRINT, sampleDevice, sampleIdentity } from '../fixtures/sample-views';
import { runCli } from '../run-cli';

/** As `>` of PowerShell writes it. */
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
/** As `>>` of PowerShell leaves a file that began in ASCII. */
const mixed = (text: string) => Buffer.concat([Buffer.from('# ours\n'), Buffer.from(text, 'utf16le')]);

const KNOWN = 'nano-1.lab ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
const KNOWN_FINGERPRINT = 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU';
const FILES: Record<string, string> = {
  'rack.csv': `name,host,identity,fingerprint\r\nnano-1,nano-1.lab,key,${FINGERPRINT}\r\n`,
  known_hosts: `${KNOWN}\r\n`,
  config: 'Host nano-1\r\n  HostName nano-1.lab\r\n  IdentityFile key\r\n',
  key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  'sweep.yaml': 'name: x\n',
};
const COMMANDS: [string, string][] = [
  ['rack.csv', 'device enroll --inventory rack.csv'],
  ['known_hosts', 'device enroll nano-1.lab --identity key --known-hosts known_hosts'],
  ['config', 'device enroll nano-1 --ssh-config config'],
  ['key', 'identity import key'],
  ['key', `device enroll nano-1.lab --identity key --fingerprint ${FINGERPRINT}`],
  ['sweep.yaml', 'campaign launch sweep.yaml'],
];

describe('a file that a person names', () => {
  let controller: ControllerDouble;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(controller.home, name), text);
    controller.answer('POST /v1/identities/import', sampleIdentity());
    controller.answer('POST /v1/devices', sampleDevice());
    controller.answer('GET /v1/devices', { devices: [], nextCursor: null });
  });
  afterEach(() => controller.dispose());

  async function run(line: string) {
    const io = captureIo(controller.home);
    const exitCode = await runCli(line.split(' '), io);
    return { exitCode, out: io.out(), err: io.err() };
  }

  it.each(COMMANDS)('%s says the same in UTF-16: %s', async (name, line) => {
    const seen = async () => {
      controller.received.length = 0;
      const { exitCode, err } = await run(line);
      const sent = controller.received.map(({ method, path, body }) => ({ method, path, body }));
      return { exitCode, err: err.replaceAll(/[\d.]+ s/g, ''), sent };
    };
    const plain = await seen();
    writeFileSync(join(controller.home, name), utf16(FILES[name]!));
    expect(await seen()).toEqual(plain);
    if (name === 'known_hosts') expect(plain.sent.at(-1)).toMatchObject({ body: { fingerprint: KNOWN_FINGERPRINT } });
  });

  it.each(COMMANDS)('%s reports what the file is when it is half UTF-16: %s', async (name, line) => {
    writeFileSync(join(controller.home, name), mixed(FILES[name]!));
    const { err } = await run(line);
    expect(err).toContain('(not_text)');
    expect(err).toContain('line 2 holds a NUL byte');
    expect(err).toContain('Save it as UTF-8');
  });
});
