import { createColors } from 'picocolors';
import { ControllerClient } from '../client/controller-client';
import { controllerAt, locateAgain, locateController } from '../client/locate-controller';
import type { Environment } from '../environment';
import type { CliIo } from './streams';

export type Colors = ReturnType<typeof createColors>;

export interface GlobalOptions {
  json?: boolean;
  color?: boolean;
}

/** One execution of a command: its options, its colours and its two channels. */
export class Session {
  readonly json: boolean;
  /** Colours for stdout and for stderr; each only when it is a terminal. */
  readonly colors: Colors;
  readonly noteColors: Colors;

  constructor(
    readonly io: CliIo,
    options: GlobalOptions,
  ) {
    const wanted = options.color !== false && io.environment.colorAllowed;
    this.json = options.json === true;
    this.colors = createColors(wanted && io.stdout.isTTY === true && !this.json);
    this.noteColors = createColors(wanted && io.stderr.isTTY === true);
  }

  /** The command's result: one JSON document with `--json`, text for a reader otherwise. */
  result(document: unknown, text: string): void {
    this.io.stdout.write(this.json ? `${JSON.stringify(document)}\n` : `${text}\n`);
  }

  /** Something on the way that is not the result. */
  note(text: string): void {
    this.io.stderr.write(`${text}\n`);
  }

  /** A command line for the reader to type next. */
  commandLine(rest: string): string {
    return `${this.io.environment.invocation} ${rest}`;
  }

  /** The running controller. @throws CliFailure `controller_unreachable` when none left its address. */
  client(): ControllerClient {
    return this.clientAs(this.io.environment);
  }

  /** The same, as if the environment were another. */
  clientAs(environment: Environment): ControllerClient {
    let known = locateController(environment, this.commandLine('up'));
    return new ControllerClient(() => (known = locateAgain(environment, this.commandLine('up')) ?? known));
  }

  /** A controller at hand, wherever one is logged in otherwise. */
  clientAt(url: string): ControllerClient {
    const address = controllerAt(url, this.io.environment, this.commandLine('up'));
    return new ControllerClient(() => address);
  }
}
