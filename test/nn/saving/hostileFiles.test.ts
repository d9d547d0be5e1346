import fc from 'fast-check';
import { load } from 'ferrograd';
import { beforeAll, describe, expect, it } from 'vitest';

import { changed, checkpointedNet, checkpointFile, isTyped } from '../../support/checkpointFile.js';
import { bytesOf } from '../../support/continuing.js';

let file: Uint8Array<ArrayBuffer>;
beforeAll(async () => void (file = await checkpointFile()));

describe('a hostile file', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      null,
      -1,
      0,
      1,
      2,
      0.5,
      1e9,
      2 ** 31,
      2 ** 53,
      1e300,
      '',
      'dense',
      '__proto__',
      'toString',
    ),
    fc.constantFrom(
      [],
      {},
      [0],
      [-1],
      [[]],
      { kind: 'dense' },
      { kind: 'constructor' },
      true,
      'x'.repeat(300),
    ),
    fc.jsonValue() as fc.Arbitrary<never>,
  );

  it('whose description has one wrong value is loaded, or refused with an error of the library', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), hostile, async (at, value) => {
        const bytes = changed(file, (parts) => {
          const places = placesIn(parts, 'description');
          const [holder, key] = places[at % places.length]!;
          holder[key] = value;
        });
        await expectLoadedOrRefused(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('with changed bytes is loaded, or refused with an error of the library', async () => {
    const byte = fc.record({ at: fc.nat(), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 3 }), fc.nat(), async (changes, cut) => {
        const bytes = file.slice(0, cut % 4 === 0 ? cut % file.length : file.length);
        for (const { at, value } of changes) bytes[at % file.length] = value;
        await expectLoadedOrRefused(bytes);
      }),
      { numRuns: 400 },
    );
  });

  async function expectLoadedOrRefused(bytes: Uint8Array): Promise<void> {
    const target = checkpointedNet();
    const before = await bytesOf(target);
    await target.loadWeights(bytes).catch(async (error: unknown) => {
      if (!isTyped(error)) throw error;
      expect(await bytesOf(target)).toEqual(before);
    });
    try {
      const loaded = await load(bytes);
      expect(await bytesOf(await load(await loaded.toBytes()))).toEqual(await bytesOf(loaded));
    } catch (error) {
      if (!isTyped(error)) throw error;
    }
  }
});

/** Every member of every object and list below one. */
function placesIn(holder: object, key: string): [holder: Record<string, unknown>, key: string][] {
  const record = holder as Record<string, unknown>;
  const value = record[key];
  const inner = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return [[record, key], ...inner.flatMap((name) => placesIn(value as object, name))];
}
