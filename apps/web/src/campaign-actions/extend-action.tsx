import type { CampaignView } from '@joulefleet/contracts';
import { canGoOn } from '@joulefleet/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';

const MAX_REPETITIONS = 1000;

/** More repetitions of every cell, or an edited file with more cells and devices. */
export function ExtendAction({ campaign: { id, name, state } }: { campaign: CampaignView }) {
  const { ask, dialogFor } = useConfirmedChange('extendCampaign');
  const [repetitions, setRepetitions] = useState('1');
  if (!canGoOn(state)) return null;
  return (
    <>
      <Button onClick={ask}>Extend…</Button>
      <ConfirmDialog
        title={`Extend ${name}?`}
        explanation="Every cell is measured more often; nothing is repeated. A campaign that has ended runs again, a paused one stays paused."
        verb="Extend campaign"
        {...dialogFor({ params: { id }, body: { repetitions: Number(repetitions) } })}
      >
        <label className={dialog.field}>
          Repetitions more of each cell
          <input
            type="number"
            min={1}
            max={MAX_REPETITIONS}
            value={repetitions}
            onChange={(event) => setRepetitions(event.target.value)}
            required
          />
        </label>
        <p>
          Or <Link to={`/campaigns/new?extend=${id}`}>edit its file</Link>: levels, workloads and devices that are new
          in it are added.
        </p>
      </ConfirmDialog>
    </>
  );
}
