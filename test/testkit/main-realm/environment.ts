import type { Circus } from '@jest/types';
import { ModuleMocker } from 'jest-mock';
import { LIMIT_FACTOR } from '../limit-factor';

/** What packages put on the global object while they were loaded: it must live as long as they do, as long as the worker. */
const ofPackages = new Set<PropertyKey>();

/**
 * An environment without a sandbox: specs, our code and packages share the realm of the worker, as they share one in
 * production, so `instanceof` means the same everywhere. It needs the runtime beside it. After each file it takes back what the
 * file did to the global object and to the process's environment variables. There are no fake timers.
 */
export default class MainRealmEnvironment {
  readonly global = globalThis as typeof globalThis & Record<string, unknown>;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;
  private readonly globalsBefore = Object.getOwnPropertyDescriptors(globalThis) as PropertyDescriptorMap;
  private readonly variablesBefore = { ...process.env };
  private readonly exitBefore = process.exit;
  /** A hook may start many times. */
  private readonly extended = new WeakSet<object>();

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.restoreGlobals();
    // Jest replaces it for each file.
    process.exit = this.exitBefore;
    for (const name of Object.keys(process.env)) if (!(name in this.variablesBefore)) delete process.env[name];
    Object.assign(process.env, this.variablesBefore);
  }

  /** Lets hooks and tests take longer than their limit by `LIMIT_FACTOR`. */
  handleTestEvent(event: Circus.AsyncEvent, state: Circus.State): void | Promise<void> {
    if (event.name === 'hook_start') this.extend(event.hook, state);
    if (event.name === 'test_start') this.extend(event.test, state);
  }

  private extend(limited: Circus.Hook | Circus.TestEntry, { testTimeout }: Circus.State): void {
    if (this.extended.has(limited)) return;
    this.extended.add(limited);
    limited.timeout = LIMIT_FACTOR * (limited.timeout ?? testTimeout);
  }

  /** Only asked whether it is there: the runtime compiles for no context. */
  getVmContext(): object {
    return this.global;
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  /** Loads a package; what it adds to the global object stays. */
  keepingGlobals<T>(load: () => T): T {
    const before = new Set(Reflect.ownKeys(globalThis));
    const loaded = load();
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) ofPackages.add(key);
    return loaded;
  }

  private restoreGlobals(): void {
    const isNew = (key: PropertyKey): boolean => !(key in this.globalsBefore) && !ofPackages.has(key);
    // Not `delete`, which would throw: Jest's table of matchers cannot be removed, and is filled anew for each file.
    for (const key of Reflect.ownKeys(globalThis).filter(isNew)) Reflect.deleteProperty(globalThis, key);
    for (const key of Reflect.ownKeys(this.globalsBefore)) {
      const was = this.globalsBefore[key as string]!;
      const is = Object.getOwnPropertyDescriptor(globalThis, key);
      if (is?.value !== was.value || is?.get !== was.get) Object.defineProperty(globalThis, key, was);
    }
  }
}
