/** A Redis server that can be run. */
export interface RedisProgram {
  path: string;
  /** Folders of its libraries, between colons, when they are not the system's. */
  libraryPath?: string;
}
