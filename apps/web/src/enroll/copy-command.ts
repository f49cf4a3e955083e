import type { BoardForm } from './board-form';

/** The command line that copies a file to a board; an address of version 6 is in brackets. */
export function copyCommand({ host, port }: Pick<BoardForm, 'host' | 'port'>, file: string, path: string): string {
  const name = host.trim() || 'HOST';
  const option = port === '' || port === '22' ? '' : `-P ${port} `;
  return `scp ${option}${file} ${name.includes(':') ? `'[${name}]'` : name}:${path}`;
}
