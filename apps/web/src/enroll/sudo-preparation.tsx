import type { PreparationView } from '@joulefleet/contracts';
import { useState } from 'react';
import { useRoute } from '../api/use-route';
import { sudoersScript } from '../device-actions/sudoers-script';
import { Button } from '../parts/button';
import { CodeBlock } from '../parts/code-block';
import { saveFile } from '../parts/save-file';
import { Answered } from '../parts/states';
import type { BoardForm } from './board-form';
import { copyCommand } from './copy-command';
import styles from './enroll.module.css';
import { USER_PATTERN } from './user-pattern';

const AGENT = 'agent.pyz';
const IS_USER = new RegExp(`^${USER_PATTERN}$`);

/** What a board that is not enrolled needs where its login may not set clocks: the agent, and a rule that lets it work. */
export function SudoPreparation({ board }: { board: BoardForm }) {
  const [asked, setAsked] = useState<string | null>(null);
  const user = board.user.trim();
  return (
    <details className={styles.wide}>
      <summary>How the board lets this login set clocks through sudo</summary>
      <p>
        The rule allows this version of the agent and nothing else; it depends on the login, not on the board: one
        script and one agent serve a whole rack. Without it, a board whose login may not set clocks is quarantined by
        its pre-flight, and its page has the rule then.
      </p>
      {asked !== null && asked === user ? (
        <Preparation user={asked} board={board} />
      ) : (
        <p>
          <Button onClick={() => setAsked(user)} disabled={!IS_USER.test(user)}>
            Make the script
          </Button>{' '}
          {IS_USER.test(user) ? `for the login ${user}` : 'when the login name is typed'}
        </p>
      )}
    </details>
  );
}

function Preparation({ user, board }: { user: string; board: BoardForm }) {
  const query = useRoute('showPreparation', { query: { user } });
  return (
    <Answered query={query}>
      {(view) => (
        <>
          <p>
            First save the agent, and copy it to the board: <code>{copyCommand(board, AGENT, view.agent.path)}</code>
          </p>
          <p>
            <Button onClick={() => saveAgent(view)}>Save as {AGENT}</Button>
          </p>
          <CodeBlock
            title="Sudo rule"
            about={`Then run this on the board as somebody with full sudo. It installs the agent and writes one rule to ${view.file}. Tick sudo above, and go on.`}
            text={sudoersScript(view)}
            fileName={`${user}-sudo.sh`}
          />
        </>
      )}
    </Answered>
  );
}

function saveAgent({ agent: { contentBase64 } }: PreparationView): void {
  const content = Uint8Array.from(atob(contentBase64), (char) => char.charCodeAt(0));
  saveFile(AGENT, new Blob([content], { type: 'application/zip' }));
}
