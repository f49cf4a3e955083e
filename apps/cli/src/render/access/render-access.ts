import type { AuditEntryView, KeyView, UserView, WhoAmIView } from '@joulefleet/contracts';
import { describeChange, scopesOf } from '@joulefleet/core';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatDistance, formatMoment } from '../format/format-moment';
import { renderTable } from '../table/render-table';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** One row per user. */
export function renderUsers(users: readonly UserView[], { colors }: Screen): string {
  const rows = users.map(({ name, role, disabledAt, hasPassword, keys, createdAt }) => [
    name,
    role,
    disabledAt ? colors.red('disabled') : colors.green('enabled'),
    hasPassword ? 'yes' : 'no',
    String(keys),
    formatMoment(createdAt),
  ]);
  const titles = ['user', 'role', 'state', 'password', 'keys', 'since'];
  return renderTable(
    titles.map((title) => ({ title, align: title === 'keys' ? 'right' : 'left' })),
    rows,
    colors,
  );
}

/** One row per key; its scopes where they are fewer than its user's. */
export function renderKeys(keys: readonly KeyView[], screen: Screen): string {
  const rows = keys.map((key) => {
    const used = key.lastUsedAt ? formatDistance(key.lastUsedAt, screen.nowMs) : 'never';
    const cells = [key.id, key.name, stateOf(key, screen), used];
    return { cells, parts: cells, lines: (columns: number) => wrapText(key.scopes.join(' '), columns) };
  });
  return renderWrappedTable(['key', 'name', 'state', 'used', 'scopes'], rows, screen);
}

function stateOf({ revokedAt, expiresAt }: KeyView, { colors, nowMs }: Screen): string {
  if (revokedAt) return colors.red('revoked');
  if (!expiresAt) return colors.green('good');
  const distance = formatDistance(expiresAt, nowMs);
  return Date.parse(expiresAt) <= nowMs ? colors.red(`expired ${distance}`) : colors.green(`expires ${distance}`);
}

export function renderWhoAmI({ name, role, scopes, via }: WhoAmIView, { colors, columns }: Screen): string {
  const lacks = scopesOf(role).filter((scope) => !scopes.includes(scope));
  const may = lacks.length === 0 ? `all that the role may` : scopes.join(' ');
  return wrapText(`${colors.bold(name)}, ${role}, through ${via}; may ${may}`, columns).join('\n');
}

/** One row per entry: when, who, what to what, and what it changed. */
export function renderAudit(entries: readonly AuditEntryView[], screen: Screen): string {
  const rows = entries.map((entry) => {
    const from = entry.address ? `${entry.via} at ${entry.address}` : entry.via;
    const cells = [formatMoment(entry.at), entry.actor, from, entry.action, entry.subjectId];
    return {
      cells,
      parts: cells,
      lines: (columns: number) => wrapText(describeChange(entry.before, entry.after), columns),
    };
  });
  return renderWrappedTable(['when', 'who', 'through', 'did', 'to', 'change'], rows, screen);
}
