import type { FrontMemberView, FrontView, ParetoFrontAnswer } from '@joulefleet/contracts';
import { intervalColumns, pointColumns, subjectColumns, viewCsv } from './view-csv';

/** One line for each member of each front. */
export function frontsAsCsv(view: FrontView): string {
  type Item = { front: ParetoFrontAnswer; member: FrontMemberView };
  const items = view.fronts.flatMap((front) => front.members.map((member): Item => ({ front, member })));
  return viewCsv(
    view,
    [
      ['scope', ({ front }) => front.scope],
      ['benchmark', ({ front }) => front.benchmark],
      ...subjectColumns<Item>(({ member }) => member),
      ...pointColumns<Item>(({ member }) => member.point),
      ['standing', ({ member }) => member.standing],
      ['by_estimate', ({ member }) => member.byEstimate],
      ['is_baseline', ({ member }) => member.isBaseline],
      ['is_knee', ({ member }) => member.isKnee],
      ['accuracy_pct', ({ member }) => member.accuracy?.accuracyPct ?? null],
      ...intervalColumns<Item>('accuracy_pct_per_j', ({ member }) => member.accuracyPctPerJ),
    ],
    items,
  );
}
