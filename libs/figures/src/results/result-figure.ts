import type { Block } from '../document/block';

/** A figure of results: what it shows in words, drawn, and in digits. */
export type ResultFigure = Extract<Block, { kind: 'figure' }> & {
  /** Of what it is: device, work, batch size. */
  title: string;
};

/** In the corner of every figure that has one. */
export function noteOf(simulated: boolean): string | undefined {
  return simulated ? 'simulated' : undefined;
}
