import { closeSync, ftruncateSync, openSync, readFileSync, watch, writeSync, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { KnobGroup } from './knob-group';

/** A file found empty is one that its writer has just truncated; if nothing follows, its value is put back. */
const EMPTY_FOR_MS = 50;

/**
 * Watches the control files of a tree and lets writes act. A plain file takes any text, where the kernel would return
 * EINVAL: what is refused, rounded or clamped is written over with the value in force.
 */
export class KnobFiles {
  private readonly watchers: FSWatcher[] = [];
  private readonly dirty = new Set<KnobGroup>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** `notify` is called when a write waits for `apply`. */
  constructor(
    private readonly root: string,
    private readonly groups: readonly KnobGroup[],
    private readonly notify: () => void,
  ) {}

  start(): void {
    for (const group of this.groups) {
      for (const file of group.files) {
        this.watchers.push(watch(join(this.root, file), { persistent: false }, () => this.touch(group)));
      }
    }
  }

  stop(): void {
    for (const watcher of this.watchers) watcher.close();
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Hands every write noticed so far to the board. */
  apply(): void {
    for (const group of this.dirty) this.applyGroup(group);
    this.dirty.clear();
  }

  private touch(group: KnobGroup): void {
    this.dirty.add(group);
    this.notify();
  }

  private applyGroup(group: KnobGroup): void {
    const found = group.files.map((file) => this.read(file));
    const before = group.texts();
    const written = new Map<number, string>();
    found.forEach((text, position) => {
      if (text !== '' && text !== before[position]) written.set(position, text);
    });
    if (written.size > 0) group.write(written);
    const after = group.texts();
    found.forEach((text, position) => {
      const file = group.files[position];
      if (file === undefined || text === after[position]) return;
      if (text === '') this.putBackLater(group, position);
      else this.show(file, after[position] ?? '');
    });
  }

  private putBackLater(group: KnobGroup, position: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const file = group.files[position];
      if (file !== undefined && this.read(file) === '') this.show(file, group.texts()[position] ?? '');
    }, EMPTY_FOR_MS);
    this.timers.add(timer);
  }

  private read(file: string): string {
    return readFileSync(join(this.root, file), 'latin1').trim();
  }

  private show(file: string, text: string): void {
    const descriptor = openSync(join(this.root, file), 'r+');
    ftruncateSync(descriptor, writeSync(descriptor, `${text}\n`, 0, 'latin1'));
    closeSync(descriptor);
  }
}
