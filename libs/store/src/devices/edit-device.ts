import { Fault } from '@joulefleet/core';
import type { Queryable } from '../database';
import { saveDeviceEvent } from './device-events';
import type { LockedDevice } from './lock-device';

const MAX_LABELS = 64;

/** What an admin changes of a device; what is left out stays, null takes away. */
export interface DeviceEdit {
  labels?: string[];
  addLabels?: string[];
  removeLabels?: string[];
  group?: string | null;
  notes?: string;
  owner?: string | null;
  allowReboot?: boolean;
  allowCommands?: boolean;
  powerCycle?: object | null;
}

/** What an edit can change, as it stands. */
export interface EditableDevice {
  labels: string[];
  group: string | null;
  notes: string;
  owner: string | null;
  allowReboot: boolean;
  allowCommands: boolean;
  powerCycle: object | null;
}

const EDITABLE = `labels, group_name AS "group", notes, owner, allow_reboot AS "allowReboot",
  allow_commands AS "allowCommands", power_cycle AS "powerCycle"`;

/**
 * Changes what an admin says of a device. Two edits at once both count: labels are added and taken away in the database.
 * @throws Fault `labels_too_many` (operator).
 */
export async function editDevice(
  db: Queryable,
  { id, name }: LockedDevice,
  edit: DeviceEdit,
  by: string,
): Promise<{ before: EditableDevice; after: EditableDevice }> {
  const was = await db.query<EditableDevice>(`SELECT ${EDITABLE} FROM device WHERE id = $1`, [id]);
  const is = await db.query<EditableDevice>(
    `UPDATE device SET
       labels = CASE WHEN coalesce($2::text[], $3, $4) IS NULL THEN labels ELSE
         ARRAY(SELECT DISTINCT l FROM unnest(coalesce($2, labels) || coalesce($3::text[], '{}')) l
               WHERE l <> ALL(coalesce($4::text[], '{}')) ORDER BY l) END,
       group_name = CASE WHEN $5::jsonb ? 'group' THEN $5->>'group' ELSE group_name END,
       notes = coalesce($5->>'notes', notes),
       owner = CASE WHEN $5 ? 'owner' THEN $5->>'owner' ELSE owner END,
       allow_reboot = coalesce(($5->>'allowReboot')::boolean, allow_reboot),
       allow_commands = coalesce(($5->>'allowCommands')::boolean, allow_commands),
       power_cycle = CASE WHEN $5 ? 'powerCycle' THEN nullif($5->'powerCycle', 'null') ELSE power_cycle END
     WHERE id = $1 RETURNING ${EDITABLE}`,
    [id, edit.labels, edit.addLabels, edit.removeLabels, JSON.stringify(edit)],
  );
  const [before, after] = [was.rows[0]!, is.rows[0]!];
  if (after.labels.length > MAX_LABELS) throw tooManyLabels(name);
  const message = describeChange(before, after);
  if (message) await saveDeviceEvent(db, id, { kind: 'edited', actor: by, message, body: { before, after } });
  return { before, after };
}

function tooManyLabels(name: string): Fault {
  return new Fault(`${name} would have more than ${MAX_LABELS} labels`, {
    code: 'labels_too_many',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: 'Take some away in the same edit.',
  });
}

/** `labels, notes changed`; empty when nothing is otherwise than before. */
function describeChange(before: EditableDevice, after: EditableDevice): string {
  const fields = Object.keys(after) as (keyof EditableDevice)[];
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return changed.length > 0 ? `${changed.join(', ')} changed` : '';
}
