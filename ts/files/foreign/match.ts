import { oneOf, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import type { ForeignModule } from './modules.js';
import type { ForeignOptions, ModelLayer, WeightedKind } from './parameters.js';

/** Which module of the file belongs to which layer; a layer without one is missing in the file. */
export type Pairs = ReadonlyMap<ModelLayer, ForeignModule>;

/**
 * Pairs layers with modules: those in `names` as told there; the rest by equal names when all have one, and
 * otherwise in order, each layer with the first module of its kind that fits. Layers that none fits get those
 * left over, so that a message can compare them.
 */
export function pairLayers(
  layers: readonly ModelLayer[],
  modules: readonly ForeignModule[],
  fits: (layer: ModelLayer, module: ForeignModule) => boolean,
  { names = {} }: ForeignOptions,
  operation: string,
): Pairs {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const pairs = new Map<ModelLayer, ForeignModule>();
  const pair = (layer: ModelLayer, module: ForeignModule | undefined) => module && pairs.set(layer, module);

  const take = (layer: ModelLayer, free: ForeignModule[], suits: (module: ForeignModule) => boolean) => {
    const at = free.findIndex(suits);
    if (at >= 0) pair(layer, free.splice(at, 1)[0]);
  };
  const layerNames = layers.map(({ name }) => name);
  for (const [name, wanted] of Object.entries(names)) {
    const layer = layers[layerNames.indexOf(oneOf(name, layerNames, 'layer', operation))];
    const module = byName.get(oneOf(wanted, [...byName.keys()], 'module of the file', operation));
    if (layer) pair(layer, module);
  }
  const rest = layers.filter((layer) => !pairs.has(layer));
  if (rest.every(({ name }) => byName.has(name))) {
    for (const layer of rest) pair(layer, byName.get(layer.name));
    return pairs;
  }
  const taken = new Set(pairs.values());
  const sorted = isSorted(modules);
  // A file sorted by name has lost the order of layers, but for numbers: layer 10 comes after layer 2.
  const ordered = sorted ? modules.toSorted((a, b) => compareNumbered(a.name, b.name)) : modules;
  for (const kind of new Set(rest.map((layer) => layer.kind))) {
    const candidates = ordered.filter((module) => module.kind === kind && !taken.has(module));
    if (sorted) checkDistinct(candidates, kind, operation);
    const alike = rest.filter((layer) => layer.kind === kind);
    for (const layer of alike) take(layer, candidates, (module) => fits(layer, module));
    for (const layer of alike) if (!pairs.has(layer)) take(layer, candidates, () => true);
  }
  return pairs;
}

/** Whether the file is sorted by name, within each element type, as safetensors are. */
function isSorted(modules: readonly ForeignModule[]): boolean {
  const last = new Map<string | undefined, string>();
  return modules.every(({ name, variables }) => {
    const [first] = variables.values();
    const before = last.get(first?.array.dtype) ?? '';
    last.set(first?.array.dtype, name);
    return before <= name;
  });
}

/** Texts are compared by characters, numbers in them by value. */
function compareNumbered(a: string, b: string): number {
  const [partsA, partsB] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  const at = partsA.findIndex((part, i) => part !== partsB[i]);
  if (at < 0) return partsA.length - partsB.length;
  const [partA, partB = ''] = [partsA[at] ?? '', partsB[at]];
  return at % 2 === 1 ? Number(partA) - Number(partB) : partA < partB ? -1 : 1;
}

/** In a sorted file, modules of equal shapes whose names differ by more than a number may be either's. */
function checkDistinct(modules: readonly ForeignModule[], kind: WeightedKind, operation: string): void {
  const seen = new Map<string, string>();
  for (const module of modules) {
    const shapes = [...module.variables].map(([name, { array }]) => name + shapeText(array.shape)).join();
    const pattern = module.name.replace(/_?\d+/g, '#');
    const other = seen.get(shapes);
    seen.set(shapes, module.name);
    if (other === undefined || other.replace(/_?\d+/g, '#') === pattern) continue;
    throw new DataError({
      code: 'weights-ambiguous',
      operation,
      actual: `${show(other)} and ${show(module.name)} have equal shapes and names that no ${kind} layer has`,
      expected: 'the order of layers must be known, and the file is sorted by name',
      remedy: `say which is which: names: { 'layer of the model': ${show(module.name)}, … }`,
    });
  }
}
