import { AUDIT_SUBJECTS } from '@joulefleet/core';
import { fromLocalField } from '../device-actions/local-moment';
import type { AuditFilters } from './use-audit';

/** The filters that a URL holds; times there are in the zone of the viewer, as its fields have them. */
export function filtersOf(search: URLSearchParams): AuditFilters {
  const text = (name: string): string | undefined => search.get(name)?.trim() || undefined;
  return {
    actor: text('actor'),
    action: text('action'),
    subject: AUDIT_SUBJECTS.find((each) => each === search.get('subject')),
    subjectId: text('id'),
    from: fromLocalField(search.get('from') ?? '') ?? undefined,
    to: fromLocalField(search.get('to') ?? '') ?? undefined,
  };
}
