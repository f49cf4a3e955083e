import type { CampaignView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useUsers } from '../api/collect-pages';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { PickMany } from '../parts/pick-many';
import { Loading } from '../parts/states';
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
  return (
    <>
      <Button onClick={open}>Share…</Button>
      <ConfirmDialog
        title={`Share ${name}`}
        explanation="Who else may see, pause, resume and cancel it. Left empty: nobody else but admins."
        verb="Set shares"
        {...dialogFor({ params: { id }, body: { sharedWith: names } })}
      >
        <Sharers owner={owner} typed={typed} onType={setTyped} />
      </ConfirmDialog>
    </>
  );
}

interface SharersProps {
  owner: string | null;
  /** Names with spaces between. */
  typed: string;
  onType: (typed: string) => void;
}

/** Users are read once somebody wants to share. */
function Sharers({ owner, typed, onType }: SharersProps) {
  const { data: users, isLoading } = useUsers(useMay('users:write'));
  if (isLoading) return <Loading />;
  if (users)
    return (
      <PickMany
        label="Shared with"
        none="nobody else"
        options={[EVERYONE, ...users.filter(({ name }) => name !== owner).map(({ name }) => name)]}
        picked={namesOf(typed)}
        onPick={(picked) => onType(picked.join(' '))}
      />
    );
  return (
    <label className={dialog.field}>
      Names of users, or {EVERYONE}
      <input
        value={typed}
        onChange={(event) => onType(event.target.value)}
        placeholder={`ada bo, or ${EVERYONE}`}
        spellCheck={false}
        autoComplete="off"
      />
    </label>
  );
}
