import type { GaugeFamily } from './metrics';

/** The gauge of a process's SSH connections, which controller and workers both show. */
export function sshGauge(openConnections: number): GaugeFamily {
  return {
    name: 'joulefleet_ssh_connections',
    help: 'SSH connections to devices that this process holds open',
    samples: [{ labels: {}, value: openConnections }],
  };
}
