/** `relaxed` servers do not wait for the disk: for tests, whose data nobody misses after a power cut. */
export type Durability = 'full' | 'relaxed';

/** A server that answers. */
export interface RunningService {
  /** With its password: not for logs. */
  url: string;
  /** True when it ran before we came. */
  wasRunning: boolean;
}
