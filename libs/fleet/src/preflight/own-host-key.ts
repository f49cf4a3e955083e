import { commandInText, type PreflightFinding } from '@joulefleet/core';

/**
 * The check that no other device shows the same host key: boards flashed from one image do, and then the key does not tell one
 * from the other. The serial number still does, so it is a warning.
 *
 * @param others names of devices with the same host key.
 */
export function ownHostKey(others: readonly string[], name: string): PreflightFinding {
  const passed = others.length === 0;
  return {
    check: 'own_host_key',
    passed,
    severity: 'warns',
    message: passed ? 'no other device shows its host key' : `${others.join(', ')} shows the same host key`,
    remedy:
      'make new host keys on the board (sudo rm /etc/ssh/ssh_host_*; sudo ssh-keygen -A; sudo systemctl restart ssh), ' +
      `then pin the new one: ${commandInText(`device repin ${name}`)}`,
    resolution: 'manual',
  };
}
