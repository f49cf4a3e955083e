import type { ReactNode } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { Button } from './button';
import styles from './states.module.css';

export function Loading() {
  return (
    <p className={styles.quiet} role="status">
      Loading…
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.panel}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, whose fault it is, whether trying again helps, and what to do. */
export function Failure({ failure, onRetry }: { failure: ApiFailure; onRetry?: () => void }) {
  const { problem } = failure;
  const forbidden = problem.code === 'forbidden';
  return (
    <div className={styles.panel} role="alert">
      <h2>{forbidden ? 'You may not see this' : problem.title.replace(/^./, (first) => first.toUpperCase())}</h2>
      <p>{problem.detail}</p>
      {problem.where !== undefined && <p className={styles.quiet}>Where: {problem.where}</p>}
      {problem.remedy !== undefined && <p>{problem.remedy}</p>}
      <Findings problem={problem} />
      {problem.requestId !== undefined && <p className={styles.quiet}>Request {problem.requestId}</p>}
      {onRetry && !forbidden && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
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
export function Answered<T>({ query, children }: { query: Reading<T>; children: (answer: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Failure failure={query.error} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <Failure failure={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
