import { oneOf, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import type { ForeignModule } from './modules.js';
import type { ForeignOptions, ModelLayer, WeightedKind } from './parameters.js';

/** The module of the file for each layer; a layer that is not in the map is missing in the file. */
export type Pairs = ReadonlyMap<ModelLayer, ForeignModule>;

/**
 * Pairs layers with modules: those in `names` as it says; the others by equal names where all have one, and otherwise in
 * order, each layer with the first module of its kind that fits. Layers that no module fits get those left over, so that
 * an error can compare their shapes.
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

  const takeFirst = (layer: ModelLayer, free: ForeignModule[], suits: (module: ForeignModule) => boolean) => {
    const index = free.findIndex(suits);
    if (index >= 0) pair(layer, free.splice(index, 1)[0]);
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
  // Sorting by name loses the order of the layers, and numbers in names restore it: layer 10 comes after layer 2.
  const ordered = sorted ? modules.toSorted((a, b) => compareNumbered(a.name, b.name)) : modules;
  for (const kind of new Set(rest.map((layer) => layer.kind))) {
    const candidates = ordered.filter((module) => module.kind === kind && !taken.has(module));
    if (sorted) checkDistinct(candidates, kind, operation);
    const alike = rest.filter((layer) => layer.kind === kind);
    for (const layer of alike) takeFirst(layer, candidates, (module) => fits(layer, module));
    for (const layer of alike) if (!pairs.has(layer)) takeFirst(layer, candidates, () => true);
  }
  return pairs;
}

/** Whether the modules are sorted by name within each element type, as those of safetensors are. */
function isSorted(modules: readonly ForeignModule[]): boolean {
  const last = new Map<string | undefined, string>();
  return modules.every(({ name, variables }) => {
    const [first] = variables.values();
    const previous = last.get(first?.array.dtype) ?? '';
    last.set(first?.array.dtype, name);
    return previous <= name;
  });
}

/** Compares names by characters, and numbers in them by value. */
function compareNumbered(a: string, b: string): number {
  const [partsA, partsB] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  const at = partsA.findIndex((part, i) => part !== partsB[i]);
  if (at < 0) return partsA.length - partsB.length;
  const [partA, partB = ''] = [partsA[at] ?? '', partsB[at]];
  return at % 2 === 1 ? Number(partA) - Number(partB) : partA < partB ? -1 : 1;
}

/**
 * Throws where modules of a sorted file have equal shapes and their names differ by more than a number: each of them may
 * then belong to either layer.
 */
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
