/** A value with the version of what it was made from. */
interface Kept<T> {
  version: string;
  value: Promise<T>;
  /** 0 until it is made. */
  weight: number;
}

/** Keeps values while what they were made from is the same; beyond a total weight the least recently used ones are dropped. */
export class BoundedCache<T> {
  /** The least recently used first. */
  private readonly kept = new Map<string, Kept<T>>();
  private total = 0;

  constructor(
    private readonly maxWeight: number,
    private readonly weightOf: (value: T) => number,
  ) {}

  /** The value of this version, made if there is none; who asks while it is being made gets the same one. */
  async get(key: string, version: string, make: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known?.version === version) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.value;
    }
    this.drop(key);
    const made: Kept<T> = { version, value: make(), weight: 0 };
    this.kept.set(key, made);
    try {
      const value = await made.value;
      this.weigh(key, made, this.weightOf(value));
      return value;
    } catch (error) {
      if (this.kept.get(key) === made) this.drop(key);
      throw error;
    }
  }

  private weigh(key: string, made: Kept<T>, weight: number): void {
    if (this.kept.get(key) !== made) return;
    made.weight = weight;
    this.total += weight;
    for (const oldest of [...this.kept.keys()]) {
      if (this.total <= this.maxWeight) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.total -= this.kept.get(key)?.weight ?? 0;
    this.kept.delete(key);
  }
}
