import type { CampaignView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useUsers } from '../api/collect-pages';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { PickMany } from '../parts/pick-many';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useMay } from '../session/session';
import { namesOf } from './names-of';

const EVERYONE = 'everyone';

/** Replaces the shares that there are. Users are offered to who may list them; others write names. */
export function ShareAction({ campaign: { id, name, owner, sharedWith } }: { campaign: CampaignView }) {
  const { ask, dialogFor } = useConfirmedChange('shareCampaign');
  const [typed, setTyped] = useState('');
  const open = (): void => {
    setTyped(sharedWith.join(' '));
    ask();
  };
  const names = namesOf(typed);
  const { data: users } = useUsers(useMay('users:write'));
  return (
    <>
      <Button onClick={open}>Share…</Button>
      <ConfirmDialog
        title={`Share ${name}`}
        explanation="Who else may see, pause, resume and cancel it. Left empty: nobody else but admins."
        verb="Set shares"
        {...dialogFor({ params: { id }, body: { sharedWith: names } })}
      >
        {users ? (
          <PickMany
            label="Shared with"
            none="nobody else"
            options={[EVERYONE, ...users.filter(({ name: user }) => user !== owner).map(({ name: user }) => user)]}
            picked={names}
            onPick={(picked) => setTyped(picked.join(' '))}
          />
        ) : (
          <label className={dialog.field}>
            Names of users, or {EVERYONE}
            <input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={`ada bo, or ${EVERYONE}`}
              spellCheck={false}
              autoComplete="off"
            />
          </label>
        )}
      </ConfirmDialog>
    </>
  );
}
