import { join } from 'node:path';
import { fetchDebianPackages, libraryPathIn } from '../../../libs/platform/src/embedded/debian/fetch-debian-packages';
import { testCacheFolder } from '../test-home';

/** Login shells that are no Bourne shells, as lines that become them (`useShellAfter`). */
export interface ForeignShells {
  tcsh: string[];
  fish: string[];
}

/** Fetches Debian's tcsh and fish into the test cache, once per machine; nothing is installed. */
export async function fetchShells(): Promise<ForeignShells> {
  const folder = await fetchDebianPackages(testCacheFolder(), 'shells', {
    packages: ['tcsh', 'fish'],
    fallbackDependencies: ['fish-common', 'libpcre2-32-0'],
  });
  const become = (program: string): string[] => [
    `export LD_LIBRARY_PATH='${libraryPathIn(folder)}'`,
    `exec '${join(folder, program)}' "$@"`,
  ];
  return { tcsh: become('bin/tcsh'), fish: become('usr/bin/fish') };
}
