import { writeFileSync } from 'node:fs';
import { describeSystemError } from '@joulefleet/core';
import { usageFailure } from '../cli-failure';

/**
 * Writes a file that does not exist yet: nobody's work is written over.
 * @param shown how the user wrote its path.
 * @throws CliFailure.
 */
export function writeNewFile(path: string, shown: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists ? 'exists already' : `cannot be written: ${describeSystemError(error)}`;
    throw usageFailure(`${shown} ${why}`, {
      remedy: 'Give another file.',
    });
  }
}
