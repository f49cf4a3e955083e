import type { GroupList } from '@joulefleet/contracts';
import type { Colors } from '../../terminal/session';
import { renderTable } from '../table/render-table';

export function renderGroups(groups: GroupList['groups'], colors: Colors): string {
  if (groups.length === 0) return 'No device is in a group. Put one there: joulefleet device edit NAME --group GROUP';
  const rows = groups.map(({ group, devices, working, maxAtOnce }) => [
    group,
    String(devices),
    String(working),
    maxAtOnce === null ? 'all' : String(maxAtOnce),
  ]);
  const figure = (title: string) => ({ title, align: 'right' as const });
  return renderTable([{ title: 'group' }, figure('devices'), figure('working'), figure('at once')], rows, colors);
}
