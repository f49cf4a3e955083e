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
  /** Groups in which a file was empty when last looked at. */
  private readonly unfinished = new Map<KnobGroup, NodeJS.Timeout>();

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
    for (const timer of this.unfinished.values()) clearTimeout(timer);
  }

  /** Hands every write noticed so far to the board. */
  apply(): void {
    const groups = [...this.dirty];
    this.dirty.clear();
    for (const group of groups) this.applyGroup(group);
  }

  private touch(group: KnobGroup): void {
    clearTimeout(this.unfinished.get(group));
    this.dirty.add(group);
    this.notify();
  }

  /** A group with a file that is just being written waits: its end is one more write. */
  private applyGroup(group: KnobGroup): void {
    const found = this.readStable(group);
    if (found.includes('')) return this.lookAgain(group);
    const before = group.texts();
    const written = new Map<number, string>();
    found.forEach((text, position) => {
      if (text !== null && text !== before[position]) written.set(position, text);
    });
    if (written.size === 0) return;
    group.write(written);
    this.correct(group, found);
  }

  /** Shows what is in force wherever something else was found. */
  private correct(group: KnobGroup, found: readonly (string | null)[]): void {
    const texts = group.texts();
    group.files.forEach((file, position) => {
      const text = texts[position];
      if (found[position] !== null && text !== undefined && found[position] !== text) this.show(file, text);
    });
  }

  /** If nothing more is written, empty files get their value back. */
  private lookAgain(group: KnobGroup): void {
    const refill = (): void =>
      this.correct(
        group,
        group.files.map((file) => (this.read(file) === '' ? '' : null)),
      );
    this.unfinished.set(group, setTimeout(refill, EMPTY_FOR_MS));
  }

  /**
   * All files of a group as they were at one instant: read until two passes agree. Else a writer that lowers min and
   * then max between our reads would show us a max below min that never was.
   */
  private readStable(group: KnobGroup): (string | null)[] {
    let found = group.files.map((file) => this.read(file));
    for (;;) {
      const again = group.files.map((file) => this.read(file));
      if (again.every((text, position) => text === found[position])) return again;
      found = again;
    }
  }

  /** Null when the file is gone. */
  private read(file: string): string | null {
    try {
      return readFileSync(join(this.root, file), 'latin1').trim();
    } catch {
      return null;
    }
  }

  private show(file: string, text: string): void {
    const descriptor = openSync(join(this.root, file), 'r+');
    ftruncateSync(descriptor, writeSync(descriptor, `${text}\n`, 0, 'latin1'));
    closeSync(descriptor);
  }
}
