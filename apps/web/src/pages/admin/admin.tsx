import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { ADMIN_PAGES, permittedPages } from '../../admin/admin-pages';
import styles from '../../admin/admin.module.css';
import { Empty } from '../../parts/states';
import { useSession } from '../../session/session';

/** The frame of the administration pages: only those that one may open are offered. */
export function Admin() {
  const { view } = useSession();
  const { pathname } = useLocation();
  const permitted = permittedPages(view?.scopes ?? []);
  const page = ADMIN_PAGES.find(({ path }) => pathname.startsWith(path));
  if (!page && permitted[0]) return <Navigate to={permitted[0].path} replace />;
  return (
    <>
      <h1>{page?.title ?? 'Administration'}</h1>
      <nav aria-label="Administration" className={styles.tabs}>
        {permitted.map(({ path, title }) => (
          <NavLink key={path} to={path}>
            {title}
          </NavLink>
        ))}
      </nav>
      {page && permitted.includes(page) ? <Outlet /> : <NotPermitted title={page?.title} role={view?.role} />}
    </>
  );
}

function NotPermitted({ title, role }: { title?: string; role?: string }) {
  return (
    <Empty title="You may not open this page">
      <p>
        {title} is for admins; your role is {role}. An admin can give you another one. Your own keys and password are on
        your account.
      </p>
      <NavLink to="/account">Go to your account</NavLink>
    </Empty>
  );
}
