import { parseInventory } from '@joulefleet/contracts';
import { countStanding, listConnections } from './count-connections';
import type { TwinLogin } from './start-twins';
import { findSurprises, inventoryText, listDevices } from './write-inventory';

const twins: TwinLogin[] = Array.from({ length: 5 }, (_, i) => ({
  name: `twin-${i}`,
  host: '127.0.0.1',
  port: 4000 + i,
  user: 'jetson',
  fingerprint: `SHA256:${String(i).repeat(43)}`,
  identityFile: '/keys/id',
}));
const listed = listDevices(twins, { port: 1, identityFile: '/keys/stranger' });

describe('the inventory of the benchmark', () => {
  it('has two good devices and one bad one of each kind, as the product reads it', () => {
    const parsed = parseInventory(inventoryText(listed), 'rack.csv');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(parsed.devices.map(({ port, identity, fingerprint }) => [port, identity, fingerprint!.at(-1)])).toEqual([
      [4000, '/keys/id', '0'],
      [4001, '/keys/id', '1'],
      [1, '/keys/id', '2'],
      [4003, '/keys/stranger', '3'],
      [4004, '/keys/id', '0'],
    ]);
  });

  it('finds devices that end otherwise than expected, and those that are not reported', () => {
    const told = listed.map(({ name, expected }) =>
      expected === 'enrolled' ? { name, outcome: expected } : { name, outcome: 'failed', error: { code: expected } },
    );
    expect(findSurprises(listed, told)).toEqual([]);
    expect(findSurprises(listed, told.slice(1))).toEqual([{ name: 'twin-0', expected: 'enrolled', end: 'missing' }]);
    expect(findSurprises(listed, [{ name: 'twin-4', outcome: 'enrolled' }])).toHaveLength(5);
  });
});

describe('listConnections', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue
   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000
   1: 0100007F:0FA0 0100007F:9C40 01 00000000:00000000
   2: 0100007F:9C40 0100007F:0FA0 01 00000000:00000000
   3: 0100007F:0FA1 0100007F:9C41 06 00000000:00000000
   4: 0100007F:1FA1 0100007F:9C42 01 00000000:00000000
`;
  it('finds the clients’ ends of open connections', () => {
    expect([...listConnections(table, new Set([4000, 4001]))]).toEqual(['0100007F:9C40 0100007F:0FA0']);
  });

  it('counts those open in both of two readings, not one that replaced another meanwhile', () => {
    expect(countStanding(new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd']))).toBe(2);
  });
});
