import type { ReactNode } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { Button } from './button';
import { Remedy } from './remedy';
import styles from './states.module.css';

export function Loading() {
  return (
    <p className={styles.quiet} role="status">
      Loading…
    </p>
  );
}

interface Whole {
  /** It is all that the page shows, so that its title is the page's. */
  isPage?: boolean;
}

export function Empty({ title, isPage = false, children }: Whole & { title: string; children?: ReactNode }) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles.panel}>
      <Title>{title}</Title>
      {children}
    </div>
  );
}

/** What went wrong, whose fault it is, whether trying again helps, and what to do. */
export function Failure({ failure, onRetry, isPage = false }: Whole & { failure: ApiFailure; onRetry?: () => void }) {
  const { problem } = failure;
  const forbidden = problem.code === 'forbidden';
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles.panel} role="alert">
      <Title>{forbidden ? 'You may not see this' : problem.title.replace(/^./, (first) => first.toUpperCase())}</Title>
      <p>{problem.detail}</p>
      {problem.where !== undefined && <p className={styles.quiet}>Where: {problem.where}</p>}
      <Remedy problem={problem} />
      <Findings problem={problem} />
      {problem.requestId !== undefined && <p className={styles.quiet}>Request {problem.requestId}</p>}
      {onRetry && mayPass(problem) && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** Whether the same question may be answered another time; what the controller refuses, it refuses again. */
function mayPass({ transient, status }: ApiFailure['problem']): boolean {
  return transient || status >= 500;
}

function Findings({ problem }: Pick<ApiFailure, 'problem'>) {
  if (!problem.errors?.length) return null;
  return (
    <ul>
      {problem.errors.map(({ where, message }) => (
        <li key={`${where} ${message}`}>
          <code>{where}</code>: {message}
        </li>
      ))}
    </ul>
  );
}

/** What of a query is shown, whatever kind of query it is. */
export interface Reading<T> {
  data: T | undefined;
  error: ApiFailure | null;
  refetch: () => unknown;
}

/** The answer of a route once it is there; what is known already stays while a later reading fails. */
export function Answered<T>({
  query,
  isPage,
  children,
}: Whole & { query: Reading<T>; children: (answer: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Failure failure={query.error} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <Failure failure={query.error} isPage={isPage} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
