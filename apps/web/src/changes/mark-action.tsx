import type { MarkChangeRequest, NightChange } from '@joulefleet/contracts';
import { canBeMarked } from '@joulefleet/core';
import { useState } from 'react';
import { fromLocalField } from '../device-actions/local-moment';
import { VIEWER_ZONE } from '../format/zone';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import dialog from '../parts/dialog.module.css';
import { useConfirmedChange } from '../parts/use-confirmed-change';

type Mark = MarkChangeRequest['mark'];

const MARKS: Readonly<Record<Mark, { title: string; explanation: string; verb: string }>> = {
  acknowledged: {
    title: 'Acknowledge',
    explanation: 'You take it on. It stays open, and the gate for pipelines lets it pass.',
    verb: 'Acknowledge change',
  },
  confirmed: {
    title: 'Confirm',
    explanation: 'It is a change, whatever the next nights show.',
    verb: 'Confirm change',
  },
  expected: {
    title: 'Expected',
    explanation: 'It was meant: what was measured since its first night becomes the new reference.',
    verb: 'Accept as new reference',
  },
  dismissed: {
    title: 'Dismiss',
    explanation: 'It is no change. Its nights count as usual ones.',
    verb: 'Dismiss change',
  },
  reopened: {
    title: 'Reopen',
    explanation: 'Takes back what people decided of it: the nights are judged as if nobody had.',
    verb: 'Reopen change',
  },
  note: { title: 'Note', explanation: 'Adds something to its history. Nothing else changes.', verb: 'Add note' },
};

/** Every mark that a change can be given as it is. */
export function MarkActions({ schedule, change }: { schedule: string; change: NightChange }) {
  const marks = change.marks.map(({ mark, at, until }) => ({
    ...{ mark, atMs: Date.parse(at) },
    untilMs: until === null ? null : Date.parse(until),
  }));
  return (Object.keys(MARKS) as Mark[]).map((mark) => (
    <MarkAction
      key={mark}
      mark={mark}
      schedule={schedule}
      change={change}
      offered={canBeMarked(change.state, mark, marks)}
    />
  ));
}

interface MarkActionProps {
  mark: Mark;
  schedule: string;
  change: NightChange;
  offered: boolean;
}

/** The question stays, with what came of it, also when somebody else was first and the mark does not fit any more. */
function MarkAction({ mark, schedule, change: { id, about }, offered }: MarkActionProps) {
  const { title, explanation, verb } = MARKS[mark];
  const { ask, dialogFor } = useConfirmedChange('markNightChange');
  const [note, setNote] = useState('');
  const [link, setLink] = useState('');
  const [until, setUntil] = useState('');
  const isNote = mark === 'note';
  const body = () => ({
    ...{ mark, note: note.trim() || null, link: link.trim() || null },
    until: mark === 'acknowledged' ? fromLocalField(until) : null,
  });
  const own = dialogFor(
    () => ({ params: { name: schedule, id }, body: body() }),
    () => {
      setNote('');
      setLink('');
    },
  );
  return (
    <>
      {offered && <Button onClick={ask}>{title}…</Button>}
      <ConfirmDialog
        title={`${title}: ${about}`}
        explanation={explanation}
        verb={verb}
        ready={!isNote || note.trim() !== '' || link.trim() !== ''}
        {...own}
      >
        <label className={dialog.field}>
          Note{isNote ? '' : ' (optional)'}
          <textarea rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <label className={dialog.field}>
          Link (optional)
          <input
            type="url"
            maxLength={2000}
            placeholder="https://"
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
        </label>
        {mark === 'acknowledged' && (
          <label className={dialog.field}>
            Until ({VIEWER_ZONE}; left empty: until it is over)
            <input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
          </label>
        )}
      </ConfirmDialog>
    </>
  );
}
