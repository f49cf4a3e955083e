import { DEVICES, WORKLOADS } from './seed-study';

/** A view over HTTP: its path below the campaign, and what it can be asked about. */
export interface MeasuredView {
  name: string;
  path: string;
  /** Whether it can be of one device. */
  byDevice: boolean;
}

/** Every view of a campaign. A new one is a row here. */
export const VIEWS: readonly MeasuredView[] = [
  { name: 'topology', path: 'topology', byDevice: true },
  { name: 'phases', path: 'phases', byDevice: true },
  { name: 'sweep', path: 'sweep', byDevice: true },
  { name: 'batches', path: 'batches', byDevice: true },
  { name: 'devices', path: 'devices', byDevice: false },
  { name: 'front', path: 'front', byDevice: true },
  { name: 'implementations', path: 'implementations', byDevice: true },
  { name: 'governors', path: 'governors', byDevice: true },
];

/** The questions that are asked of a view: about all, each device, each workload, and both. */
export function questionsOf({ path, byDevice }: MeasuredView): string[] {
  const devices = byDevice ? [undefined, ...DEVICES] : [undefined];
  return devices.flatMap((device) =>
    [undefined, ...WORKLOADS].map((workload) => {
      const query = new URLSearchParams({ ...(device && { device }), ...(workload && { workload }) });
      return `${path}?${query.toString()}`;
    }),
  );
}
