import type { CampaignView } from '@joulefleet/contracts';
import { hasEnded } from '@joulefleet/core';
import { useState } from 'react';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useSession } from '../session/session';
import { ownsCampaign } from './owns-campaign';
import { ShareAction } from './share-action';

const MAX_PRIORITY = 100;

/** What only the owner of a campaign, or an admin, may do. */
export function OwnerActions({ campaign }: { campaign: CampaignView }) {
  const { view } = useSession();
  if (!ownsCampaign(view, campaign)) return null;
  return (
    <>
      <PriorityAction campaign={campaign} />
      <ShareAction campaign={campaign} />
      {hasEnded(campaign.state) && <ArchiveAction campaign={campaign} />}
    </>
  );
}

function PriorityAction({ campaign: { id, name, priority } }: { campaign: CampaignView }) {
  const { ask, dialogFor } = useConfirmedChange('prioritiseCampaign');
  const [typed, setTyped] = useState('');
  const open = (): void => {
    setTyped(String(priority));
    ask();
  };
  return (
    <>
      <Button onClick={open}>Priority…</Button>
      <ConfirmDialog
        title={`Priority of ${name}`}
        explanation="Of two campaigns that want a device, the one of higher priority gets it; 0 is usual. A device changes its campaign between shards."
        verb="Set priority"
        {...dialogFor({ params: { id }, body: { priority: Number(typed) } })}
      >
        <label className={dialog.field}>
          Priority, {-MAX_PRIORITY} to {MAX_PRIORITY}
          <input
            type="number"
            min={-MAX_PRIORITY}
            max={MAX_PRIORITY}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
          />
        </label>
      </ConfirmDialog>
    </>
  );
}

function ArchiveAction({ campaign: { id, name, archivedAt } }: { campaign: CampaignView }) {
  const { ask, dialogFor } = useConfirmedChange('archiveCampaign');
  const archived = archivedAt !== null;
  return (
    <>
      <Button onClick={ask}>{archived ? 'List again…' : 'Archive…'}</Button>
      <ConfirmDialog
        title={archived ? `List ${name} again?` : `Archive ${name}?`}
        explanation={
          archived
            ? 'It returns to the list of campaigns.'
            : 'It leaves the list of campaigns; its results stay. It can be listed again.'
        }
        verb={archived ? 'List campaign' : 'Archive campaign'}
        {...dialogFor({ params: { id }, body: { archived: !archived } })}
      />
    </>
  );
}
