import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnrollRequest } from '@joulefleet/contracts';
import { FINGERPRINT, sampleDevice, sampleIdentity } from '../fixtures/sample-views';
import type { ControllerClient } from '../client/controller-client';
import { updateTwinAddresses } from './enroll-twin';
import type { TwinState } from './twins-state';

const folder = mkdtempSync(join(tmpdir(), 'jf-twins-'));
const identityFile = join(folder, 'client_ed25519');
beforeAll(() => writeFileSync(identityFile, 'the private key'));
afterAll(() => rmSync(folder, { recursive: true }));

function twin(name: string, port: number): TwinState {
  const deviceClass = 'jetson-nano';
  return {
    name,
    deviceClass,
    host: '127.0.0.1',
    port,
    user: 'jetson',
    fingerprint: FINGERPRINT,
    identityFile,
    simulated: true,
  };
}

it('updateTwinAddresses enrolls again what moved, with its labels, and only that', async () => {
  const sent: EnrollRequest[] = [];
  const client = {
    call: (async () => sampleIdentity()) as unknown as ControllerClient['call'],
    devices: async () => [
      sampleDevice({ name: 'twin-nano', host: '127.0.0.1', port: 4001, labels: ['demo', 'rack-a'] }),
      sampleDevice({ name: 'twin-orin-nx', host: '127.0.0.1', port: 4002 }),
    ],
    enroll: async (request: EnrollRequest) => {
      sent.push(request);
      return sampleDevice();
    },
  };
  const twins = [twin('twin-nano', 5001), twin('twin-orin-nx', 4002), twin('twin-xavier-nx', 4003)];
  expect(await updateTwinAddresses(client, twins)).toEqual(['twin-nano']);
  expect(sent).toMatchObject([
    { name: 'twin-nano', port: 5001, identity: sampleIdentity().fingerprint, labels: ['demo', 'rack-a'] },
  ]);
});
