/** A runnable Redis server program. */
export interface RedisProgram {
  path: string;
  /** Its library folders, separated by colons, unless the system's libraries are used. */
  libraryPath?: string;
}
