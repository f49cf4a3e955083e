import { accessRoutes, type EditUserRequest } from '@joulefleet/contracts';
import type { Session } from '../../terminal/session';

/** Changes a user and prints the new view, with `message` for a reader. */
export async function editUser(session: Session, name: string, body: EditUserRequest, message: string): Promise<void> {
  const user = await session.client().call(accessRoutes.editUser, { params: { name }, body });
  session.result(user, message);
}
