import type { SearchMethod } from '../search-problem';
import { gp } from './gp';
import { gradient } from './gradient';
import { halving } from './halving';
import type { Method } from './method';
import { online } from './online';
import { pareto } from './pareto';
import { random, sweep, thompson } from './simple';
import { steered } from './steered';

/** Those that begin where earlier campaigns found the least cost (`startRow`). */
export const BEGIN_AT_EARLIER: ReadonlySet<SearchMethod> = new Set(['steered', 'gp', 'online', 'pareto']);

export const METHODS: Readonly<Record<SearchMethod, Method>> = {
  steered,
  gp,
  thompson,
  gradient,
  halving,
  sweep,
  random,
  online,
  pareto,
};
