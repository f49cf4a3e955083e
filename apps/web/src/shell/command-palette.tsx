import { Combobox, ComboboxItem, ComboboxList, ComboboxProvider, Dialog } from '@ariakit/react';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useCampaigns, useDevices } from '../api/collect-pages';
import dialog from '../parts/dialog.module.css';
import { getPersistentElements } from '../parts/persistent-elements';
import { useRoute } from '../api/use-route';
import { session, useSession } from '../session/session';
import type { Entry } from './palette-entry';
import { placesFor } from './places';
import { setTheme } from './theme';
import { useCampaignVerb } from './use-campaign-verb';
import styles from './command-palette.module.css';

const MAX_SHOWN = 20;
const CAMPAIGNS_EVERY_MS = 30_000;

/** Ctrl+K: jumps to any device or campaign, or does something. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  const verb = useCampaignVerb();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className={styles.opener} onClick={() => setOpen(true)}>
        Jump to… <kbd>Ctrl K</kbd>
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        getPersistentElements={getPersistentElements}
        aria-label="Jump to a device, a campaign or an action"
        backdrop={<div className={dialog.backdrop} />}
        className={`${dialog.dialog} ${styles.palette}`}
      >
        {open && <Choices onDone={() => setOpen(false)} more={verb.entries} />}
      </Dialog>
      {verb.dialog}
    </>
  );
}

function Choices({ onDone, more }: { onDone: () => void; more: readonly Entry[] }) {
  const [typed, setTyped] = useState('');
  const entries = useEntries();
  const found = useMemo(() => matching([...more, ...entries], typed), [more, entries, typed]);
  const choose = (entry: Entry): void => {
    onDone();
    entry.run();
  };
  return (
    <ComboboxProvider open setValue={setTyped} focusLoop>
      <Combobox autoFocus autoSelect="always" placeholder="Device, campaign or action" className={styles.input} />
      <ComboboxList className={styles.list} alwaysVisible aria-label="Matches">
        {found.map((entry) => (
          <ComboboxItem
            key={entry.id}
            className={styles.item}
            onClick={() => choose(entry)}
            value={entry.id}
            setValueOnClick={false}
          >
            <span>{entry.text}</span>
            <span className={styles.kind}>{entry.kind}</span>
          </ComboboxItem>
        ))}
        {found.length === 0 && <p className={styles.kind}>Nothing matches.</p>}
      </ComboboxList>
    </ComboboxProvider>
  );
}

function useEntries(): readonly Entry[] {
  const navigate = useNavigate();
  const devices = useDevices().data;
  const campaigns = useCampaigns(CAMPAIGNS_EVERY_MS).data;
  const schedules = useRoute('listSchedules', {}).data?.schedules;
  const scopes = useSession().view?.scopes;
  return useMemo(() => {
    const go = (path: string) => () => void navigate(path);
    return [
      ...placesFor(scopes ?? []).map(({ path, title, kind }) => ({ id: path, text: title, kind, run: go(path) })),
      ...(['light', 'dark', 'system'] as const).map((theme) => ({
        id: `theme-${theme}`,
        text: `Theme: ${theme}`,
        kind: 'action',
        run: () => setTheme(theme),
      })),
      { id: 'sign-out', text: 'Sign out (log out)', kind: 'action', run: () => void session.signOut() },
      ...(devices ?? []).map(({ name, deviceClass }) => ({
        id: `device-${name}`,
        text: name,
        kind: deviceClass,
        run: go(`/fleet/${name}`),
      })),
      ...(campaigns ?? []).map(({ id, name, phase }) => ({
        id: `campaign-${id}`,
        text: name,
        kind: `campaign, ${phase}`,
        run: go(`/campaigns/${id}`),
      })),
      ...(schedules ?? []).map(({ name, state }) => ({
        id: `schedule-${name}`,
        text: name,
        kind: `schedule, ${state}`,
        run: go(`/schedules/${name}`),
      })),
    ];
  }, [navigate, devices, campaigns, schedules, scopes]);
}

/** Entries that contain every typed word. */
function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const has = ({ text, kind }: Entry): boolean => words.every((word) => `${text} ${kind}`.toLowerCase().includes(word));
  return entries.filter(has).slice(0, MAX_SHOWN);
}
