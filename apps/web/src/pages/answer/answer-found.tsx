import type { AnswerView } from '@joulefleet/contracts';
import { SimulatedBadge } from '../../parts/badge';
import { CodeBlock } from '../../parts/code-block';
import type { About } from '../../parts/place-of-command';
import { Words } from '../../parts/words';
import { OBJECTIVES } from './answer-form';
import { BestAnswer } from './best-answer';
import { CandidateTable } from './candidate-table';
import styles from './answer.module.css';

/** The answer first, then what else there is, and what is not known. */
export function AnswerFound({ view }: { view: AnswerView }) {
  const { best, runnersUp, closest, simulated } = view;
  return (
    <>
      <section aria-labelledby="answer" className={styles.section}>
        <h2 id="answer">
          {headingOf(view)} <SimulatedBadge simulated={simulated} />
        </h2>
        <Searched view={view} />
        {best && <BestAnswer view={view} best={best} />}
      </section>
      <Unknowns view={view} />
      <Scripts view={view} />
      <CandidateTable title="Runners-up" candidates={runnersUp} />
      <CandidateTable title="Closest to the limits" candidates={closest} />
      <Notes view={view} />
    </>
  );
}

function headingOf({ asked, best, candidates }: AnswerView): string {
  const limits = [
    ...(asked.maxLatencyMs === null ? [] : [`at most ${asked.maxLatencyMs} ms a batch`]),
    ...(asked.maxPowerW === null ? [] : [`at most ${asked.maxPowerW} W`]),
  ];
  const question = [`${asked.workload}: least ${OBJECTIVES[asked.minimise]}`, ...limits].join(', ');
  if (best) return question;
  return `${question}: ${candidates.all === 0 ? 'nothing was measured' : 'nothing that was measured keeps that'}`;
}

function Searched({ view: { candidates, campaigns } }: { view: AnswerView }) {
  const { all, yes, perhaps, no, tooLow } = candidates;
  if (all === 0) return null;
  const named = campaigns.map(({ name }) => name).join(', ');
  return (
    <p className={styles.quiet}>
      Of {all.toLocaleString()} measured cells {yes.toLocaleString()} keep the limits, {perhaps.toLocaleString()}{' '}
      perhaps, {no.toLocaleString()} not
      {tooLow > 0 && `; ${tooLow.toLocaleString()} have a grade that is too low to rank`}. Searched: {named}.
    </p>
  );
}

function Unknowns({ view }: { view: AnswerView }) {
  const { unknowns } = view;
  if (unknowns.length === 0) return null;
  return (
    <section aria-labelledby="unknown" className={styles.section}>
      <h2 id="unknown">What is not known</h2>
      <ul className={styles.list}>
        {unknowns.map(({ what, how }) => (
          <li key={what}>
            {sentence(what)}{' '}
            <span className={styles.quiet}>
              To get it: <Words text={`${how}.`} about={aboutOf(view)} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Scripts({ view: { best, scripts, noScripts, campaignFile, asked } }: { view: AnswerView }) {
  const shell = 'text/x-shellscript';
  const name = `${asked.workload}-${best?.device ?? 'campaign'}`.replace(/[^\w.-]+/g, '-');
  return (
    <>
      {scripts && (
        <section aria-labelledby="scripts" className={styles.section}>
          <h2 id="scripts">Set it, and take it back</h2>
          <div className={styles.scripts}>
            <CodeBlock
              title="Script to apply"
              about={`Run it on ${best?.device ?? 'the board'} as root. It lasts until the board starts again, or until it is taken back.`}
              text={scripts.apply}
              fileName={`${name}-apply.sh`}
              type={shell}
            />
            <CodeBlock
              title="Script to take back"
              about="Run it there as root: the clocks go back to the governors."
              text={scripts.revert}
              fileName={`${name}-revert.sh`}
              type={shell}
            />
          </div>
        </section>
      )}
      {noScripts !== null && <p>No script to set it: {noScripts}.</p>}
      {campaignFile !== null && (
        <section aria-labelledby="missing" className={styles.section}>
          <h2 id="missing">Measure what is missing</h2>
          <CodeBlock
            title="Campaign file to launch"
            about="It measures what no campaign did."
            text={campaignFile}
            fileName={`${name}.yaml`}
            type="application/yaml"
          />
        </section>
      )}
    </>
  );
}

function Notes({ view }: { view: AnswerView }) {
  return (
    <footer className={styles.quiet}>
      <p>
        ± is the 95 % uncertainty of a figure on its own: of energy and power the meter included, of time that of
        repetition. Limits are judged by the upper ends of the intervals; “perhaps” keeps them by a part of them. The
        grade says how far the energy can be trusted, from A to F.
      </p>
      {view.notes.map((note) => (
        <p key={note}>
          <Words text={sentence(note)} about={aboutOf(view)} />
        </p>
      ))}
    </footer>
  );
}

/** What its texts are about, where that is one. */
function aboutOf({ best, campaigns }: AnswerView): About {
  return {
    campaignId: best?.campaignId ?? (campaigns.length === 1 ? campaigns[0]!.id : undefined),
    device: best?.device,
  };
}

function sentence(text: string): string {
  return `${text.replace(/^./, (first) => first.toUpperCase())}.`;
}
