import { Link, useRouteError } from 'react-router';
import { Empty } from '../parts/states';
import { useTitle } from '../parts/use-title';

export function NotFound() {
  useTitle('No such page');
  return (
    <Empty isPage title="There is no such page">
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </Empty>
  );
}

/** A fault of the page itself, or of a part that could not be loaded. */
export function PageError() {
  const error = useRouteError();
  useTitle('Error');
  return (
    <Empty isPage title="This page does not work">
      <p>{error instanceof Error ? error.message : 'Unknown fault.'}</p>
      <p>
        Load it again; after an upgrade of the controller its parts have new names.{' '}
        <Link to="/">Go to the overview</Link>
      </p>
    </Empty>
  );
}
