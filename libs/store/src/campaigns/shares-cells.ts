/** SQL: whether a campaign `c` has the devices of a class share its cells out, so that others take over what a device cannot measure. */
export const SHARES_CELLS = `(coalesce(c.spec->>'devicesPerCell', '') <> '')`;

/**
 * SQL: whether a device may take over a cell `k`: it offers its levels, and has no trials of it, or gave them away itself.
 *
 * @param device its id.
 */
export function mayTake(device: string): string {
  const own = `FROM trial o WHERE o.cell_id = k.id AND o.device_id = ${device}`;
  return `(${device} = ANY(k.device_ids) AND (NOT EXISTS (SELECT 1 ${own}) OR EXISTS (SELECT 1 ${own} AND o.state = 'moved')))`;
}
