import { commandInText, Fault } from '@joulefleet/core';
import { findSameBoard, type Device, type Queryable } from '@joulefleet/store';
import { boardOf } from './ssh-target-of';

/**
 * To be asked in each transaction that may make a device leasable: two names would lease one board twice at the same time.
 * @throws Fault `board_known` (operator): a device that is not retired is the same board.
 */
export async function requireOneName(
  db: Queryable,
  deviceId: string,
  device: Pick<Device, 'name' | 'host' | 'port' | 'facts'>,
): Promise<void> {
  const { name, host, port } = device;
  const same = await findSameBoard(db, deviceId, { serial: boardOf(device)?.serial ?? null, host, port });
  if (same === null) return;
  throw new Fault(`${host}:${port}: this board is enrolled as ${same} already`, {
    code: 'board_known',
    origin: 'operator',
    transient: false,
    where: `${host}:${port}`,
    remedy: `Use ${same}, or retire it first to enroll the board as ${name}: ${commandInText(`device retire ${same}`)}`,
  });
}
