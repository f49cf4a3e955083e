import { useRoute } from '../api/use-route';
import { CodeBlock } from '../parts/code-block';
import { Answered } from '../parts/states';
import { sudoersScript } from './sudoers-script';

/** The script that gives a login without root rights the right to set clocks through sudo. */
export function SudoRule({ name }: { name: string }) {
  const query = useRoute('showSudoers', { params: { name } });
  return (
    <Answered query={query}>
      {(view) => (
        <CodeBlock
          title="Sudo rule"
          about={`Run this on the board as somebody with full sudo, and again after each upgrade of the agent. It writes one rule to ${view.file}.`}
          text={sudoersScript(view)}
          fileName={`${name}-sudo.sh`}
        />
      )}
    </Answered>
  );
}
