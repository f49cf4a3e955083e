import type { KnobFacts } from './factor';

/** The levels that a knob offers, of one whose levels are figures. */
export function figures(knob: KnobFacts | undefined): readonly number[] {
  return (knob?.levels ?? []).filter((level) => typeof level === 'number');
}
