import { useSearchParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { Answered, Empty } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { AnswerForm } from './answer-form';
import { AnswerFound } from './answer-found';
import { questionOf } from './question';
import styles from './answer.module.css';

/** Which device, clocks and batch size a workload should use. The question is in the URL, so that a link asks it again. */
export function Answer() {
  const [search, setSearch] = useSearchParams();
  const question = questionOf(search);
  const query = useRoute('showAnswer', { query: question ?? { workload: '' } }, { enabled: question !== null });
  useTitle(question ? `Answer for ${question.workload}` : 'Answer');
  return (
    <>
      <h1>Answer</h1>
      <p className={styles.about}>
        Which device, clocks and batch size a workload should use, from every campaign that you may see.
      </p>
      {/* The form begins anew with what the address says, also after Back. */}
      <AnswerForm key={search.toString()} search={search} onAsk={(asked) => setSearch(asked)} />
      {question === null ? (
        <Empty title="Name a workload to ask for">
          <p>Limits are optional. What was measured is searched; nothing is launched.</p>
        </Empty>
      ) : (
        <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? styles.old : undefined}>
          <Answered query={query}>{(view) => <AnswerFound view={view} />}</Answered>
        </div>
      )}
    </>
  );
}
