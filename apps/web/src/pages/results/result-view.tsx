import { hasEnded } from '@joulefleet/core';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { Answered, Empty, type Reading } from '../../parts/states';
import { useSearchChoices } from '../../parts/use-search-choices';
import { Choice } from '../../parts/choice';
import { Words } from '../../parts/words';
import styles from './results.module.css';

/** What figures are of, and may be narrowed to. */
export interface Subject {
  device?: string;
  workload?: string;
  batchSize?: number;
}

export type Filter = keyof Subject;

interface Head {
  notes: readonly string[];
  leftOut: Readonly<Record<string, number>>;
}

interface ResultViewProps<V extends Head> {
  query: Reading<V> & { isPlaceholderData: boolean };
  /** What there is without any filter. */
  subjects: readonly Subject[];
  filters: readonly Filter[];
  /** What else may be chosen. */
  controls?: ReactNode;
  /** Why there may be no figure. */
  empty: string;
  children: (view: V) => readonly ReactNode[];
}

/** One view of the results: choices, notes, and figures, or why there are none. */
export function ResultView<V extends Head>(props: ResultViewProps<V>) {
  const { query, subjects, filters, controls, empty, children } = props;
  return (
    <>
      <div className={styles.controls}>
        {controls}
        <Filters subjects={subjects} filters={filters} />
      </div>
      <Answered query={query}>
        {(view) => {
          const figures = children(view);
          return (
            <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? styles.old : undefined}>
              <Notes view={view} />
              {figures.length > 0 ? (
                figures
              ) : (
                <Empty title={empty}>
                  <WhatIsNeeded />
                </Empty>
              )}
            </div>
          );
        }}
      </Answered>
    </>
  );
}

/** Of a campaign that has ended nothing more is to come. */
function WhatIsNeeded() {
  const { campaignId = '' } = useParams();
  const { data: campaign } = useRoute('showCampaign', { params: { id: campaignId } });
  const goesOn = campaign !== undefined && !hasEnded(campaign.state);
  return <p>{goesOn ? 'It fills in while the campaign goes on; the' : 'The'} notes say what else is needed.</p>;
}

const TITLES: Readonly<Record<Filter, string>> = { device: 'Device', workload: 'Workload', batchSize: 'Batch size' };

function Filters({ subjects, filters }: { subjects: readonly Subject[]; filters: readonly Filter[] }) {
  const [search, set] = useSearchChoices();
  return filters.map((filter) => {
    const value = search.get(filter) ?? '';
    const known = subjects.flatMap((subject) => (subject[filter] === undefined ? [] : [String(subject[filter])]));
    const values = [...new Set(known.concat(value))].filter(Boolean).sort(byNumberOrText);
    if (values.length < 2 && value === '') return null;
    const choices = [['', 'all'] as const, ...values.map((each) => [each, each] as const)];
    return (
      <Choice key={filter} title={TITLES[filter]} value={value} choices={choices} onSet={(next) => set(filter, next)} />
    );
  });
}

function byNumberOrText(a: string, b: string): number {
  return Number(a) - Number(b) || a.localeCompare(b);
}

function Notes({ view: { notes, leftOut } }: { view: Head }) {
  const more = Object.entries(leftOut)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count.toLocaleString()} ${what} are left out: name a device or a workload to see them.`);
  const all = [...notes, ...more];
  if (all.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {all.map((note) => (
        <li key={note}>
          <Words text={note} />
        </li>
      ))}
    </ul>
  );
}
