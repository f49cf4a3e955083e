import type { UserView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { AddUser } from '../../admin/add-user';
import styles from '../../admin/admin.module.css';
import { UserActions } from '../../admin/user-actions';
import { useUsers } from '../../api/collect-pages';
import { formatCount, formatMoment } from '../../format/format';
import { Badge } from '../../parts/badge';
import { ScrollTable } from '../../parts/scroll-table';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';

const COLUMNS = ['User', 'Role', 'State', 'Password', 'Keys in use', 'Added', 'Actions'];

/** Everybody who may log in or has keys. */
export function Users() {
  useTitle('Users');
  const query = useUsers(true);
  return (
    <>
      <div className={styles.actions}>
        <AddUser />
      </div>
      <Answered query={query}>{(users) => <Table users={users} />}</Answered>
    </>
  );
}

function Table({ users }: { users: UserView[] }) {
  return (
    <ScrollTable label="Users" columns={COLUMNS} framed>
      {users.map((user) => (
        <tr key={user.name}>
          <th scope="row">{user.name}</th>
          <td>{user.role}</td>
          <td>
            {user.disabledAt === null ? (
              <Badge tone="good">enabled</Badge>
            ) : (
              <Badge tone="bad">disabled {formatMoment(user.disabledAt)}</Badge>
            )}
          </td>
          <td>{user.hasPassword ? 'yes' : 'none: keys only'}</td>
          <td>
            <Link to={`/admin/users/${user.name}`}>{formatCount(user.keys, 'key')}</Link>
          </td>
          <td>{formatMoment(user.createdAt)}</td>
          <td>
            <UserActions user={user} />
          </td>
        </tr>
      ))}
    </ScrollTable>
  );
}
