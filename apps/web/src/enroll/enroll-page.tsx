import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../parts/states';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';

/** A page that takes boards into the fleet, for those who may. */
export function EnrollPage({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <>
      <h1>{title}</h1>
      {useMay('devices:write') ? (
        children
      ) : (
        <Empty title="You may not enroll devices">
          <p>Your role may look at devices. An admin can enroll them.</p>
          <Link to="/fleet">Back to the fleet</Link>
        </Empty>
      )}
    </>
  );
}
