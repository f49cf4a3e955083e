import { Fault } from '@joulefleet/core';
import type { ExpectedBoard } from './ssh-target';

/**
 * Another board answers than the enrolled one, with the same host key: boards flashed from one image share it. Never retried,
 * never ignored.
 */
export class BoardChanged extends Fault {
  constructor(
    where: string,
    { device, serial }: ExpectedBoard,
    /** Serial number of the board that answered; null: it told none. */
    readonly seen: string | null,
  ) {
    const answers = seen === null ? 'a board that tells no serial number' : `the board with serial number ${seen}`;
    super(`${where}: ${answers} answers; ${device} is the board ${serial}`, {
      code: 'board_changed',
      origin: 'operator',
      transient: false,
      where,
      remedy:
        `If ${device} has another address now, enroll it there: joulefleet device enroll ADDRESS --name ${device}. ` +
        `If the board was replaced, retire ${device} and enroll the new board under another name.`,
    });
  }
}
