import type { Sequential } from 'ferrograd';

/** All weights of a model in one list. */
export function flatWeights(net: Sequential): number[] {
  return net.getWeights().flatMap(({ data }) => [...data]);
}
