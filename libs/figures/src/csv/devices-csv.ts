import type { DeviceMatrixView, DevicesView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { intervalColumns, pointColumns, viewCsv } from './view-csv';

type Device = DeviceMatrixView['devices'][number];

/** One line for each ratio of two devices, with the figures of the first. */
export function devicesAsCsv(view: DevicesView): string {
  type Item = { matrix: DeviceMatrixView; figures: Device; ratio: DeviceMatrixView['ratios'][number] | null };
  const items = view.matrices.flatMap((matrix) =>
    matrix.devices.flatMap((figures): Item[] => {
      const own = matrix.ratios.filter(({ device }) => device === figures.device);
      return own.length > 0 ? own.map((ratio) => ({ matrix, figures, ratio })) : [{ matrix, figures, ratio: null }];
    }),
  );
  return viewCsv(
    view,
    [
      ['device', ({ figures }) => figures.device],
      ['workload', ({ matrix }) => describeWork(matrix)],
      ['inferences', ({ matrix }) => matrix.inferences],
      ['work_unit', ({ matrix }) => matrix.unit],
      ['frame', ({ matrix }) => matrix.frame],
      ['latency_limit_ms', ({ matrix }) => matrix.latencyLimitMs],
      ...pointColumns<Item>(({ figures }) => figures.point),
      ...intervalColumns<Item>('edp_mj_s', ({ figures }) => figures.edpMjS),
      ...intervalColumns<Item>('cost_per_million_inferences', ({ figures }) => figures.costPerMillion),
      ['against', ({ ratio }) => ratio?.against ?? null],
      ...intervalColumns<Item>('energy_ratio', ({ ratio }) => ratio?.energy ?? null),
      ...intervalColumns<Item>('latency_ratio', ({ ratio }) => ratio?.latency ?? null),
      ...intervalColumns<Item>('edp_ratio', ({ ratio }) => ratio?.edp ?? null),
      ['against_grade', ({ ratio }) => ratio?.againstGrade ?? null],
      ['rankable', ({ ratio }) => ratio?.rankable ?? null],
    ],
    items,
  );
}
