/** `relaxed` servers do not wait for the disk: for tests, whose data may be lost in a power cut. */
export type Durability = 'full' | 'relaxed';

/** A server that is ready. */
export interface RunningService {
  /** Contains the password: do not log. */
  url: string;
  /** True if it was already running. */
  wasRunning: boolean;
}
