/** A file or a link of the tree; `path` is below the root, without a leading slash. Links are relative. */
export type TreeEntry = { path: string; text: string; executable?: boolean } | { path: string; link: string };

/** Files of one folder by name; a value gets a line end unless it is a device-tree string, which ends in NUL. */
export function filesIn(folder: string, values: Record<string, string | number>): TreeEntry[] {
  return Object.entries(values).map(([name, value]) => {
    const text = String(value);
    return { path: `${folder}/${name}`, text: text.endsWith('\0') || text.endsWith('\n') ? text : `${text}\n` };
  });
}

/** A link at `path` to `target`, both below the root. */
export function linkTo(path: string, target: string): TreeEntry {
  const from = path.split('/');
  const to = target.split('/');
  let shared = 0;
  while (shared < from.length - 1 && from[shared] === to[shared]) shared++;
  return { path, link: [...from.slice(shared, -1).map(() => '..'), ...to.slice(shared)].join('/') };
}
