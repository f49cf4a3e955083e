import type { GaugeFamily } from './metrics';

/** The gauge of open SSH connections, served by controllers and workers. */
export function sshGauge(openConnections: number): GaugeFamily {
  return {
    name: 'joulefleet_ssh_connections',
    help: 'Open SSH connections of this process to devices',
    samples: [{ labels: {}, value: openConnections }],
  };
}
