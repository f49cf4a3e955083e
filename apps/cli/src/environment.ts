import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Everything that the command line takes from the process it runs in. */
export interface Environment {
  /** JOULEFLEET_HOME: where the controller leaves its address and its logs, and the credentials are kept. */
  home: string;
  /** JOULEFLEET_URL: the controller to talk to; null: that of the home. */
  url: string | null;
  /** JOULEFLEET_API_KEY; null: the one that is kept in the home. */
  apiKey: string | null;
  /** Folder of the compiled applications. */
  distFolder: string;
  /** Folder of the product: `examples/` lies there. */
  rootFolder: string;
  /** False with NO_COLOR (https://no-color.org: any text that is not empty). */
  colorAllowed: boolean;
  /** Where the reader stands: paths of the command line are relative to it. npm itself goes to the project's root. */
  workingFolder: string;
  /** How the reader calls this program, for hints: `joulefleet` or `npm run -s joulefleet --`. */
  invocation: string;
  loginName: string;
  userHome: string;
  /** What started processes inherit. */
  childEnvironment: NodeJS.ProcessEnv;
}

/** Reads the environment; the one place of the command line that does. `mainFolder` is where the program lies: dist/cli. */
export function readEnvironment(variables: NodeJS.ProcessEnv, mainFolder: string): Environment {
  const byNpm = Boolean(variables.npm_lifecycle_event);
  const workingFolder = (byNpm && variables.INIT_CWD) || process.cwd();
  const home = resolve(workingFolder, variables.JOULEFLEET_HOME || join(homedir(), '.joulefleet'));
  const distFolder = resolve(mainFolder, '..');
  // What is started here needs no key to a controller.
  const { JOULEFLEET_API_KEY: apiKey, ...inherited } = variables;
  return {
    home,
    url: variables.JOULEFLEET_URL || null,
    apiKey: apiKey || null,
    distFolder,
    rootFolder: resolve(distFolder, '..'),
    colorAllowed: !variables.NO_COLOR,
    workingFolder,
    invocation: byNpm ? 'npm run -s joulefleet --' : 'joulefleet',
    loginName: userInfo().username,
    userHome: homedir(),
    childEnvironment: { ...inherited, JOULEFLEET_HOME: home },
  };
}
