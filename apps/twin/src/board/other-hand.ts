import type { DomainState, DomainWrite } from './frequency-domain';

/** A program beside the agent that moves the GPU's clock once during a window, and puts it back. */
export interface Interference {
  gpuHz: number;
  /** After the window began. */
  afterMs: number;
  forMs: number;
}

/** Its writes in one window, at their instants. */
export class OtherHand {
  private readonly startUs: number;
  private readonly endUs: number;
  private found: DomainWrite | null = null;
  private done = false;

  constructor(
    private readonly interference: Interference,
    windowStartUs: number,
  ) {
    this.startUs = windowStartUs + interference.afterMs * 1000;
    this.endUs = this.startUs + interference.forMs * 1000;
  }

  /** The instant of its next write; Infinity when there is none. */
  get nextUs(): number {
    if (this.done) return Infinity;
    return this.found === null ? this.startUs : this.endUs;
  }

  /** What it writes next; `gpu` is what it finds and puts back. */
  write(gpu: DomainState): DomainWrite {
    if (this.found !== null) {
      this.done = true;
      return this.found;
    }
    this.found = { min: gpu.requestedMin, max: gpu.requestedMax };
    return { min: this.interference.gpuHz, max: this.interference.gpuHz };
  }
}
