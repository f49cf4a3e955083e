import { Suspense, useEffect } from 'react';
import { Link, NavLink, Outlet, useLocation, useParams } from 'react-router';
import { isAdmins } from '../admin/admin-pages';
import { useStream } from '../events/use-stream';
import { Loading } from '../parts/states';
import { session, useSession } from '../session/session';
import { CommandPalette } from './command-palette';
import styles from './layout.module.css';
import { loadNextPages } from './next-pages';
import { SignInDialog } from './sign-in-dialog';
import { ThemeChoice } from './theme-choice';

/** With other paths that belong to it. */
const PAGES = [
  { path: '/', title: 'Overview' },
  { path: '/fleet', title: 'Fleet', others: ['/enroll', '/groups'] },
  { path: '/campaigns', title: 'Campaigns' },
  { path: '/answer', title: 'Answer' },
  { path: '/schedules', title: 'Schedules', others: ['/new-schedule', '/nights'] },
] as const;

/** What stands around every page. Behind the sign-in dialog the page stays, if there was one. */
export function Layout() {
  const { view, known } = useSession();
  return (
    <>
      {view ? <Frame /> : <main className={styles.main}>{!known && <Loading />}</main>}
      <SignInDialog />
    </>
  );
}

function Frame() {
  const { campaignId = null } = useParams();
  const connected = useStream(campaignId);
  const scopes = useSession().view?.scopes ?? [];
  useEffect(() => loadNextPages(), []);
  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <header className={styles.header}>
        <strong className={styles.brand}>Joulefleet</strong>
        <nav aria-label="Pages" className={styles.nav}>
          {PAGES.map((page) => (
            <PageLink key={page.path} {...page} />
          ))}
          {isAdmins(scopes) && <PageLink path="/admin" title="Admin" />}
        </nav>
        <CommandPalette />
        <ThemeChoice />
        <User />
      </header>
      {connected === false && (
        <p className={styles.cut} role="status">
          The controller does not answer. What you see is the last that it said; the page goes on by itself.
        </p>
      )}
      <main className={styles.main} id="content" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}

function PageLink({ path, title, others = [] }: { path: string; title: string; others?: readonly string[] }) {
  const { pathname } = useLocation();
  const isWithin = (of: string): boolean => pathname === of || pathname.startsWith(`${of}/`);
  return (
    <Link to={path} aria-current={[path, ...others].some(isWithin) ? 'page' : undefined}>
      {title}
    </Link>
  );
}

function User() {
  const { view } = useSession();
  if (!view) return null;
  return (
    <span className={styles.user}>
      <NavLink to="/account">{view.name}</NavLink> <span className={styles.role}>({view.role})</span>{' '}
      <button type="button" className={styles.out} onClick={() => void session.signOut()}>
        Sign out
      </button>
    </span>
  );
}
