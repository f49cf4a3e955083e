import { parseKey, type KeyPair } from '../ssh/key-pair';
import { SshServer } from '../ssh/ssh-server';
import { TWIN_USER } from '../twin';
import type { ServedDevice } from './served-device';
import { ServedShell } from './served-shell';

/** An SSH server whose login shell is that of a device without files and processes; `authorizedKeys`: OpenSSH public keys. */
export function serveOverSsh(device: ServedDevice, hostKey: KeyPair, authorizedKeys: readonly string[]): SshServer {
  const shell = new ServedShell(device);
  return new SshServer({
    hostKey: hostKey.privateKey,
    user: TWIN_USER,
    authorized: authorizedKeys.map(parseKey),
    forwardSignals: false,
    run: (channel, command) => shell.run(channel, command),
  });
}
