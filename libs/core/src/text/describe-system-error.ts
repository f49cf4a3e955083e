/** What each code of the operating system means. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'no permission',
  EPERM: 'the operation is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'the folder is not empty',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EIO: 'the disk cannot be read or written',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ENOMEM: 'no memory is left',
  EADDRINUSE: 'another program uses that address',
  EADDRNOTAVAIL: 'that address is not one of this machine',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ECONNABORTED: 'the connection was closed',
  EPIPE: 'the connection was closed',
  EHOSTUNREACH: 'no route to that host',
  EHOSTDOWN: 'no route to that host',
  ENETUNREACH: 'no route to that network',
  ETIMEDOUT: 'no answer',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name server does not answer',
};

/** An error of the operating system: a file, a socket or a program. */
export function isSystemError(error: unknown): error is Error & { code: string; path?: string } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && Object.hasOwn(MEANINGS, error.code)
  );
}

/** What went wrong, in words for a user; an error without a known code in its own. */
export function describeSystemError(error: unknown): string {
  if (isSystemError(error)) return MEANINGS[error.code]!;
  return error instanceof Error ? error.message || 'an error without a message' : String(error);
}
