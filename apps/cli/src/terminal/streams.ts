import type { Environment } from '../environment';

/** The part of a process's output stream that the command line uses. */
export interface TextStream {
  write(text: string | Uint8Array): unknown;
  /** Calls `listener` when it has room again; left out: it always has. */
  once?(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Everything around a command: where it writes, whom it asks, how it is interrupted. */
export interface CliIo {
  readonly environment: Environment;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly stdinIsTty: boolean;
  /** Shows a question and returns the line that was typed. */
  ask(question: string): Promise<string>;
  /** The same without showing what is typed. */
  askSecret(question: string): Promise<string>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Has Ctrl-C, or SIGTERM, call `stop` instead of ending the process, until the returned function is called. */
  onInterrupt(stop: () => void): () => void;
}
