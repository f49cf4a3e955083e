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
import { saveText } from '../parts/save-text';
import { Answered, Empty, Failure } from '../parts/states';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';

const NO_FINDINGS: readonly Finding[] = [];
const TYPE = 'application/yaml';

/** Writes a campaign file, with what the controller makes of it beside, and launches it. */
export function NewCampaign() {
  useTitle('New campaign');
  const [search] = useSearchParams();
  const from = search.get('from');
  return (
    <>
      <h1>New campaign</h1>
      {useMay('campaigns:write') ? (
        from === null ? (
          <Launch topic="new" first="" />
        ) : (
          <LaunchAgain id={from} />
        )
      ) : (
        <Empty title="You may not launch campaigns">
          <p>Your role may look at campaigns. An admin can give you another one.</p>
          <Link to="/campaigns">Back to the campaigns</Link>
        </Empty>
      )}
    </>
  );
}

/** Begins with the file of an earlier campaign. */
function LaunchAgain({ id }: { id: string }) {
  const query = useRoute('showCampaignFile', { params: { id } });
  return <Answered query={query}>{({ source }) => <Launch key={id} topic={id} first={source} />}</Answered>;
}

function Launch({ topic, first }: { topic: string; first: string }) {
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
          <Actions text={text} ready={dryRun.upToDate && dryRun.query.isSuccess} onLaunched={() => setText(null)} />
        </section>
      </div>
    </>
  );
}

function Actions({ text, ready, onLaunched }: { text: string; ready: boolean; onLaunched: () => void }) {
  const navigate = useNavigate();
  const launch = useChange('launchCampaign');
  const send = (): void =>
    launch.mutate(
      { body: { source: text, sourceName: SOURCE_NAME } },
      {
        onSuccess: ({ campaign }) => {
          onLaunched();
          if (campaign) void navigate(`/campaigns/${campaign.id}`);
        },
      },
    );
  const save = (): void => saveText(`${readChoices(text)?.name || 'campaign'}.yaml`, TYPE, text);
  return (
    <>
      {launch.error && <Failure failure={launch.error} />}
      <div className={styles.actions}>
        <Button look="main" disabled={!ready || launch.isPending} onClick={send}>
          {launch.isPending ? 'Launching…' : 'Launch'}
        </Button>
        <Button disabled={text === ''} onClick={save}>
          Save as file
        </Button>
      </div>
    </>
  );
}
