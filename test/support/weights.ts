import type { Model } from 'ferrograd';

/** All weights of a model in one list. */
export function flatWeights(net: Model): number[] {
  return net.getWeights().flatMap(({ data }) => [...data]);
}
