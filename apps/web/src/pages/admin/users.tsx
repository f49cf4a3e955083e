import type { UserView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { AddUser } from '../../admin/add-user';
import styles from '../../admin/admin.module.css';
import { UserActions } from '../../admin/user-actions';
import { useUsers } from '../../api/collect-pages';
import { formatCount, formatMoment } from '../../format/format';
import { Badge } from '../../parts/badge';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';

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
    <div className={styles.scroller} tabIndex={0} role="region" aria-label="Users">
      <table>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Password</th>
            <th scope="col">Keys in use</th>
            <th scope="col">Added</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  );
}
