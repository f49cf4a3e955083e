import { useMemo, useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useDevices } from '../api/collect-pages';
import { useChange, useRoute } from '../api/use-route';
import { YamlEditor, type EditorHandle } from '../editor/yaml-editor';
import type { Finding } from '../editor/place-finding';
import { FileForm } from '../new-campaign/file-form';
import { knownWordsOf } from '../new-campaign/known-words';
import styles from '../new-campaign/new-campaign.module.css';
import { PlanPanel } from '../new-campaign/plan-panel';
import { useDraft } from '../new-campaign/use-draft';
import { SOURCE_NAME, useDryRun } from '../new-campaign/use-dry-run';
import { readChoices } from '../new-campaign/file-choices';
import { Button } from '../parts/button';
import { saveText } from '../parts/save-file';
import { Answered, Empty, Failure } from '../parts/states';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';

const NO_FINDINGS: readonly Finding[] = [];
const TYPE = 'application/yaml';

/** Writes a campaign file, with what the controller makes of it beside, and launches it or extends a campaign by it. */
export function NewCampaign() {
  const [search] = useSearchParams();
  const [from, extended] = [search.get('from'), search.get('extend')];
  const title = extended === null ? 'New campaign' : 'Extend a campaign';
  useTitle(title);
  return (
    <>
      <h1>{title}</h1>
      {!useMay('campaigns:write') ? (
        <NotPermitted />
      ) : extended !== null ? (
        <FromCampaign key={extended} id={extended} extend />
      ) : from !== null ? (
        <FromCampaign key={from} id={from} />
      ) : (
        <Launch topic="new" first="" extended={null} />
      )}
    </>
  );
}

function NotPermitted() {
  return (
    <Empty title="You may not launch campaigns">
      <p>Your role may look at campaigns. An admin can give you another one.</p>
      <Link to="/campaigns">Back to the campaigns</Link>
    </Empty>
  );
}

/** Begins with the file of an earlier campaign: to launch another one, or to add to that one. */
function FromCampaign({ id, extend = false }: { id: string; extend?: boolean }) {
  const query = useRoute('showCampaignFile', { params: { id } });
  return (
    <Answered query={query}>
      {({ source, name }) => (
        <>
          {extend && (
            <p>
              Levels, workloads, repetitions and devices that are new in this file are added to{' '}
              <Link to={`/campaigns/${id}`}>{name}</Link>; what is measured stays, and nothing is repeated.
            </p>
          )}
          <Launch topic={extend ? `extend ${id}` : id} first={source} extended={extend ? id : null} />
        </>
      )}
    </Answered>
  );
}

function Launch({ topic, first, extended }: { topic: string; first: string; extended: string | null }) {
  const [text, setText] = useDraft(`campaign ${topic}`, first);
  const devices = useDevices().data;
  const known = useMemo(() => knownWordsOf(devices ?? []), [devices]);
  const dryRun = useDryRun(text);
  const editor = useRef<EditorHandle>(null);
  const findings = (dryRun.upToDate && dryRun.query.error?.problem.errors) || NO_FINDINGS;
  return (
    <>
      <FileForm text={text} onText={setText} known={known} devices={devices ?? []} />
      <div className={styles.columns}>
        <section aria-labelledby="file" className={styles.file}>
          <h2 id="file">Campaign file</h2>
          <YamlEditor
            label="Campaign file"
            text={text}
            onText={setText}
            schema={__CAMPAIGN_SCHEMA__}
            known={known}
            findings={findings}
            handle={editor}
          />
          <p className={styles.note}>
            The file that <code>joulefleet campaign launch</code> takes. <kbd>Ctrl Space</kbd> shows what can stand
            somewhere, <kbd>Tab</kbd> leaves the editor.
          </p>
        </section>
        <section aria-labelledby="plan" className={styles.plan}>
          <h2 id="plan">Plan</h2>
          <PlanPanel text={text} dryRun={dryRun} editor={editor} />
          <Actions
            text={text}
            extended={extended}
            ready={dryRun.upToDate && dryRun.query.isSuccess}
            onDone={() => setText(null)}
          />
        </section>
      </div>
    </>
  );
}

interface ActionsProps {
  text: string;
  /** The campaign that is extended; null: another one is launched. */
  extended: string | null;
  ready: boolean;
  onDone: () => void;
}

function Actions({ text, extended, ready, onDone }: ActionsProps) {
  const navigate = useNavigate();
  const launch = useChange('launchCampaign');
  const extend = useChange('extendCampaign');
  const [pending, error] = [launch.isPending || extend.isPending, launch.error ?? extend.error];
  const body = { source: text, sourceName: SOURCE_NAME };
  const leave = (id: string): void => {
    onDone();
    void navigate(`/campaigns/${id}`);
  };
  const send = (): void => {
    if (extended === null) launch.mutate({ body }, { onSuccess: ({ campaign }) => campaign && leave(campaign.id) });
    else extend.mutate({ params: { id: extended }, body }, { onSuccess: ({ id }) => leave(id) });
  };
  const verb = extended === null ? 'Launch' : 'Extend';
  return (
    <>
      {error && <Failure failure={error} />}
      <div className={styles.actions}>
        <Button look="main" disabled={!ready || pending} onClick={send}>
          {pending ? 'Sending…' : verb}
        </Button>
        <Button
          disabled={text === ''}
          onClick={() => saveText(`${readChoices(text)?.name || 'campaign'}.yaml`, TYPE, text)}
        >
          Save as file
        </Button>
      </div>
    </>
  );
}
