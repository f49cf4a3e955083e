import { removeTestHome } from './test-home';

/** Jest's global teardown. */
export default async function stopServices(): Promise<void> {
  if (globalThis.joulefleetTestHome !== undefined) await removeTestHome(globalThis.joulefleetTestHome);
}
