import { MAX_INVENTORY_DEVICES } from '@joulefleet/contracts';
import { BadInventory, readInventory } from './read-inventory';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
/** As `ssh-keygen -lf` prints it. */
const FINGERPRINT = 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU';

function findingsOf(source: string, over: object = {}): unknown {
  try {
    return readInventory({ source, sourceName: 'rack.yaml', labels: [], user: 'jetson', ...over });
  } catch (error) {
    if (!(error instanceof BadInventory)) throw error;
    return error.findings.map(({ where, message, expected }) => `${where}: ${message} (${expected})`);
  }
}

describe('an inventory that was sent', () => {
  it('has for each device what enrolling needs, with the keys of known_hosts', () => {
    const source =
      'defaults: { labels: [rack-a], identity: ~/.ssh/lab }\ndevices:\n  - { name: nano-1 }\n  - { name: orin-1, host: o.lab, port: 2222, user: root }\n';
    const knownHosts = `nano-1 ${KEY}\n@revoked * ${KEY.replace('Dpbl0fi0z', 'Dpbl0fi00')}\nbroken line\n`;
    expect(findingsOf(source, { knownHosts, labels: ['new'] })).toMatchObject({
      devices: [
        {
          ...{ where: 'rack.yaml:3:5', name: 'nano-1', host: 'nano-1', port: 22, user: 'jetson' },
          ...{ labels: ['rack-a', 'new'], identity: null, identityFile: '~/.ssh/lab' },
          ...{ fingerprint: FINGERPRINT, hostKeyType: 'ssh-ed25519', acceptedKeys: [] },
          revokedKeys: [{ where: 'known_hosts:2:1' }],
        },
        { name: 'orin-1', host: 'o.lab', port: 2222, user: 'root', fingerprint: null },
      ],
      notes: [{ where: 'known_hosts:3:1' }],
    });
    expect(findingsOf('name\nnano-1\n', { sourceName: 'r.csv', identity: 'lab' })).toMatchObject({
      devices: [{ identity: 'lab', identityFile: null }],
    });
  });

  it('is refused as a whole, with every place', () => {
    expect(findingsOf('devices:\n  - { name: A }\n  - { name: b, port: 0 }\n')).toHaveLength(2);
    expect(findingsOf('name\nnano-1\n', { sourceName: 'r.csv', user: undefined })).toEqual([
      expect.stringMatching(/^r\.csv:2:1: nano-1: user/),
    ]);
    const many = Array.from({ length: MAX_INVENTORY_DEVICES + 1 }, (_, i) => `d-${i}`);
    expect(findingsOf(['name', ...many].join('\n'), { sourceName: 'r.csv' })).toEqual([
      expect.stringContaining(`at most ${MAX_INVENTORY_DEVICES} at once`),
    ]);
  });
});
