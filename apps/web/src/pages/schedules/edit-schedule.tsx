import { useMemo, useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useDevices } from '../../api/collect-pages';
import { useChange, useRoute } from '../../api/use-route';
import { YamlEditor, type EditorHandle } from '../../editor/yaml-editor';
import type { Finding } from '../../editor/place-finding';
import { VIEWER_ZONE } from '../../format/zone';
import { FileForm } from '../../new-campaign/file-form';
import { knownWordsOf } from '../../new-campaign/known-words';
import fileStyles from '../../new-campaign/new-campaign.module.css';
import { PlanPanel } from '../../new-campaign/plan-panel';
import { useDraft } from '../../new-campaign/use-draft';
import { MAX_FILE_CHARACTERS, useDryRun } from '../../new-campaign/use-dry-run';
import { Button } from '../../parts/button';
import { Answered, Empty, Failure } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { RuleFields } from '../../schedules/rule-fields';
import { addRequestOf, editRequestOf, emptyForm, findObstacle, formOf, readForms } from '../../schedules/schedule-form';
import type { ScheduleForm } from '../../schedules/schedule-form';
import styles from '../../schedules/schedules.module.css';
import { StartPreview } from '../../schedules/start-preview';
import { useMay } from '../../session/session';

const NO_FINDINGS: readonly Finding[] = [];

/** Adds a schedule. */
export function NewSchedule() {
  useTitle('New schedule');
  return (
    <>
      <h1>New schedule</h1>
      {useMay('campaigns:write') ? <Editor name={null} stored={emptyForm(VIEWER_ZONE)} /> : <NotPermitted />}
    </>
  );
}

/** Changes a schedule and its file. */
export function EditSchedule() {
  const { name = '' } = useParams();
  useTitle(`Edit ${name}`);
  return (
    <>
      <h1>Edit {name}</h1>
      {useMay('campaigns:write') ? <Stored key={name} name={name} /> : <NotPermitted />}
    </>
  );
}

function NotPermitted() {
  return (
    <Empty title="You may not change schedules">
      <p>Your role may look at campaigns, not launch them. An admin can give you another one.</p>
      <Link to="/schedules">Back to the schedules</Link>
    </Empty>
  );
}

function Stored({ name }: { name: string }) {
  const schedule = useRoute('showSchedule', { params: { name } });
  const file = useRoute('showScheduleFile', { params: { name } });
  return (
    <Answered query={schedule}>
      {(view) => (
        <Answered query={file}>{({ source }) => <Editor name={name} stored={formOf(view, source)} />}</Answered>
      )}
    </Answered>
  );
}

/** `name`: of the schedule that is changed; null: one is added. */
function Editor({ name, stored }: { name: string | null; stored: ScheduleForm }) {
  const [kept, keep] = useDraft(name === null ? 'new schedule' : `schedule ${name}`, '');
  const { form, begun } = useMemo(() => readForms(kept) ?? { form: stored, begun: stored }, [kept, stored]);
  const onForm = (change: Partial<ScheduleForm>): void => keep(JSON.stringify({ form: { ...form, ...change }, begun }));
  const devices = useDevices().data;
  const known = useMemo(() => knownWordsOf(devices ?? []), [devices]);
  const dryRun = useDryRun(form.source);
  const editor = useRef<EditorHandle>(null);
  const findings = (dryRun.upToDate && dryRun.query.error?.problem.errors) || NO_FINDINGS;
  const onText = (source: string): void => onForm({ source });
  const isOld = kept !== '' && JSON.stringify(begun) !== JSON.stringify(stored);
  return (
    <>
      {isOld && (
        <div role="status">
          <Empty title="It was changed since you began">
            <p>What you write here is sent in addition: only what you changed yourself.</p>
            <Button onClick={() => keep(JSON.stringify({ form: stored, begun: stored }))}>
              Begin again with what is stored
            </Button>
          </Empty>
        </div>
      )}
      <RuleFields form={form} onForm={onForm} stored={name !== null} />
      <h2>Next starts ({VIEWER_ZONE})</h2>
      <StartPreview form={form} />
      <h2>What it launches</h2>
      <FileForm text={form.source} onText={onText} known={known} devices={devices ?? []} />
      <div className={fileStyles.columns}>
        <section aria-labelledby="file" className={fileStyles.file}>
          <h2 id="file">Campaign file</h2>
          <YamlEditor
            label="Campaign file"
            text={form.source}
            onText={onText}
            schema={__CAMPAIGN_SCHEMA__}
            known={known}
            findings={findings}
            handle={editor}
          />
        </section>
        <section aria-labelledby="plan" className={fileStyles.plan}>
          <h2 id="plan">Plan of a night</h2>
          <PlanPanel text={form.source} dryRun={dryRun} editor={editor} />
          <Save name={name} form={form} begun={begun} onDone={() => keep(null)} />
        </section>
      </div>
    </>
  );
}

interface SaveProps {
  name: string | null;
  form: ScheduleForm;
  begun: ScheduleForm;
  onDone: () => void;
}

function Save({ name, form, begun, onDone }: SaveProps) {
  const navigate = useNavigate();
  const add = useChange('addSchedule');
  const edit = useChange('editSchedule');
  const [pending, error] = [add.isPending || edit.isPending, add.error ?? edit.error];
  const changed = editRequestOf(form, begun);
  const tooLong = form.source.length > MAX_FILE_CHARACTERS ? 'The campaign file is too long.' : null;
  const unchanged = name !== null && changed === null ? 'Nothing is changed yet.' : null;
  const obstacle = tooLong ?? unchanged ?? findObstacle(form);
  const leave = ({ name: saved }: { name: string }): void => {
    onDone();
    void navigate(`/schedules/${saved}`);
  };
  const send = (): void => {
    if (name === null) add.mutate({ body: addRequestOf(form) }, { onSuccess: leave });
    else if (changed) edit.mutate({ params: { name }, body: changed }, { onSuccess: leave });
  };
  return (
    <>
      {error && <Failure failure={error} />}
      <div className={styles.actions}>
        <Button look="main" disabled={obstacle !== null || pending} onClick={send}>
          {pending ? 'Sending…' : name === null ? 'Add schedule' : 'Save changes'}
        </Button>
        {obstacle !== null && <span className={styles.quiet}>{obstacle}</span>}
      </div>
    </>
  );
}
