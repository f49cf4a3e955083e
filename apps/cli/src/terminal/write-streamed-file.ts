import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { describeSystemError } from '@joulefleet/core';
import { CliFailure, usageFailure } from '../cli-failure';
import type { TakeBytes } from '../client/download';

export interface StreamedFile {
  path: string;
  /** How the user wrote its path. */
  shown: string;
  /** Replace a file that exists. */
  force: boolean;
  /** The option that named it. */
  option: string;
}

/**
 * Writes a file part by part under another name beside it, and gives it its name when it is whole. When `fill` fails nothing is left.
 * @throws CliFailure `usage` when it exists or cannot be written, and what `fill` throws.
 */
export async function writeStreamedFile<T>(file: StreamedFile, fill: (take: TakeBytes) => Promise<T> | T): Promise<T> {
  refuseExisting(file);
  const { path, shown } = file;
  const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    const opened = await open(temporary, 'wx');
    try {
      const filled = await fill(async (bytes) => void (await opened.write(bytes)));
      await opened.sync();
      refuseExisting(file);
      await rename(temporary, path);
      return filled;
    } finally {
      await opened.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof CliFailure) throw error;
    throw usageFailure(`${shown} cannot be written: ${describeSystemError(error)}`);
  }
}

/** @throws CliFailure `usage` when it exists and is not to be replaced. */
export function refuseExisting({ path, shown, force, option }: StreamedFile): void {
  if (force || !existsSync(path)) return;
  throw usageFailure(`${shown} exists already`, {
    remedy: `Give another file to ${option}, or replace it with --force.`,
  });
}
