import { scopesOf } from '@joulefleet/core';
import { Link, useParams } from 'react-router';
import { KeysSection } from '../../admin/keys-section';
import { useUsers } from '../../api/collect-pages';
import { Answered, Empty } from '../../parts/states';
import { useTitle } from '../../parts/use-title';

/** API keys of another user. */
export function UserKeys() {
  const { name = '' } = useParams();
  useTitle(`Keys of ${name}`);
  const query = useUsers(true);
  return (
    <Answered query={query}>
      {(users) => {
        const user = users.find((each) => each.name === name);
        return (
          <>
            <p>
              <Link to="/admin/users">All users</Link>
            </p>
            {user ? (
              <>
                <h2>{name}</h2>
                <KeysSection user={name} scopes={scopesOf(user.role)} />
              </>
            ) : (
              <Empty title={`There is no user ${name}`} />
            )}
          </>
        );
      }}
    </Answered>
  );
}
