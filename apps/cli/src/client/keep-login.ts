import { keepCredentials, readCredentials } from './credentials';
import { isOwnController, originOf } from './locate-controller';

/**
 * Keeps the key for the controller at this address. A login at the controller of this home and one elsewhere leave each
 * other alone. Returns the login elsewhere that this one has taken the place of; null: none, or at the same controller.
 */
export function keepLogin(home: string, url: string, key: string): { url: string; key: string } | null {
  const { remote } = readCredentials(home);
  const origin = originOf(url);
  const same = remote !== undefined && originOf(remote.url) === origin;
  if (isOwnController(home, url)) {
    keepCredentials(home, { key, ...(same && { remote: undefined }) });
    return null;
  }
  keepCredentials(home, { remote: { url: origin, key } });
  return remote && !same ? remote : null;
}
