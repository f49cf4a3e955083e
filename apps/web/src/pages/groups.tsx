import type { GroupList } from '@joulefleet/contracts';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRoute } from '../api/use-route';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { ScrollTable } from '../parts/scroll-table';
import { Answered, Empty } from '../parts/states';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';
import styles from './groups.module.css';

const MAX_AT_ONCE = 10_000;
const COLUMNS = ['Group', 'Devices', 'Working', 'At once'];

type Group = GroupList['groups'][number];

/** The groups of devices, and how many of each may work at once. */
export function Groups() {
  useTitle('Groups');
  const query = useRoute('listGroups', {});
  const may = useMay('devices:write');
  return (
    <>
      <h1>Groups of devices</h1>
      <p>
        A group is what shares something, such as a power circuit: a limit says how many of its devices may work at
        once. What works goes on. A device joins a group with <b>Edit</b> on its page.
      </p>
      {may ? (
        <div className={styles.actions}>
          <LimitAction group={null} />
        </div>
      ) : (
        <p>Your role may look at them, not set limits.</p>
      )}
      <Answered query={query}>
        {({ groups }) =>
          groups.length === 0 ? <Empty title="No device is in a group" /> : <Table groups={groups} may={may} />
        }
      </Answered>
    </>
  );
}

function Table({ groups, may }: { groups: readonly Group[]; may: boolean }) {
  return (
    <ScrollTable label="Groups" columns={may ? [...COLUMNS, 'Actions'] : COLUMNS} framed>
      {groups.map((each) => (
        <tr key={each.group}>
          <th scope="row">
            <Link to={`/fleet?group=${encodeURIComponent(each.group)}`}>{each.group}</Link>
          </th>
          <td>{each.devices}</td>
          <td>{each.working}</td>
          <td>{each.maxAtOnce === null ? 'all' : `at most ${each.maxAtOnce}`}</td>
          {may && (
            <td>
              <LimitAction group={each} />
            </td>
          )}
        </tr>
      ))}
    </ScrollTable>
  );
}

/** Sets the limit of a group; null: of one that is named in the dialog, which need not have devices yet. */
function LimitAction({ group }: { group: Group | null }) {
  const { ask, dialogFor } = useConfirmedChange('limitGroup');
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const open = (): void => {
    setName(group?.group ?? '');
    setTyped(String(group?.maxAtOnce ?? ''));
    ask();
  };
  const maxAtOnce = typed === '' ? null : Number(typed);
  return (
    <>
      <Button onClick={open} aria-label={group ? `Limit ${group.group}…` : undefined}>
        {group ? 'Limit…' : 'Limit another group…'}
      </Button>
      <ConfirmDialog
        title={group ? `Limit ${group.group}` : 'Limit a group'}
        explanation="So many of its devices may work at once; left empty: all of them. With 0 none of them starts. Devices at work go on."
        verb="Set limit"
        {...dialogFor({ params: { group: name }, body: { maxAtOnce } })}
      >
        {group === null && (
          <label className={dialog.field}>
            Name of the group, which need not have devices yet
            <input
              value={name}
              onChange={({ target }) => setName(target.value)}
              required
              pattern="[a-z0-9][a-z0-9_.\-]{0,62}"
              title="at most 63 lower-case letters, digits, ., _ and -"
              spellCheck={false}
              autoComplete="off"
            />
          </label>
        )}
        <label className={dialog.field}>
          Devices at once
          <input
            type="number"
            min={0}
            max={MAX_AT_ONCE}
            step={1}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
      </ConfirmDialog>
    </>
  );
}
