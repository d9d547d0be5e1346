import type { NdArray } from '../../array.js';

/**
 * @license
 * Iris, by R. A. Fisher (1936), collected by E. Anderson, UCI Machine Learning Repository,
 * https://doi.org/10.24432/C56C76, licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
 * Changed in encoding, and in two samples after Fisher's article.
 *
 * A word is a flower: four lengths of two digits each, in millimetres; 50 flowers of each species follow one another.
 */
const flowers = `\
51351402 49301402 47321302 46311502 50361402 54391704 46341403 50341502 44291402 49311501
54371502 48341602 48301401 43301101 58401202 57441504 54391304 51351403 57381703 51381503
54341702 51371504 46361002 51331705 48341902 50301602 50341604 52351502 52341402 47321602
48311602 54341504 52411501 55421402 49311502 50321202 55351302 49361401 44301302 51341502
50351303 45231303 44321302 50351606 51381904 48301403 51381602 46321402 53371502 50331402
70324714 64324515 69314915 55234013 65284615 57284513 63334716 49243310 66294613 52273914
50203510 59304215 60224010 61294714 56293613 67314414 56304515 58274110 62224515 56253911
59324818 61284013 63254915 61284712 64294313 66304414 68284814 67305017 60294515 57263510
55243811 55243710 58273912 60275116 54304515 60344516 67314715 63234413 56304113 55254013
55264412 61304614 58264012 50233310 56274213 57304212 57294213 62294313 51253011 57284113
63336025 58275119 71305921 63295618 65305822 76306621 49254517 73296318 67255818 72366125
65325120 64275319 68305521 57255020 58285124 64325323 65305518 77386722 77266923 60225015
69325723 56284920 77286720 63274918 67335721 72326018 62284818 61304918 64285621 72305816
74286119 79386420 64285622 63285115 61265614 77306123 63345624 64315518 60304818 69315421
67315624 69315123 58275119 68325923 67335725 67305223 63255019 65305220 62345423 59305118`;

const features = 4;
const perSpecies = 50;

/** Lengths of flowers and their species. */
export interface Iris {
  /** Lengths in centimetres, shape [150, 4]. */
  readonly x: NdArray<Float64Array>;
  /** Species of each flower, shape [150]. */
  readonly y: NdArray<Uint8Array>;
  /** Names of the four lengths. */
  readonly featureNames: readonly string[];
  /** Names of the species, by class index. */
  readonly classNames: readonly string[];
}

/**
 * Fisher's iris flowers, embedded in the package: 50 of each of three species, with length and width of sepals and
 * petals in centimetres. The species follow one another: shuffle before you split.
 *
 * @returns `{ x, y, featureNames, classNames }`, made afresh by every call.
 * @example const [train, test] = dataset(iris().x, iris().y).split(0.8, { seed: 1, stratify: true })
 * @see R. A. Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of Eugenics 7, 179–188;
 * UCI Machine Learning Repository, https://doi.org/10.24432/C56C76, licensed under CC BY 4.0
 */
export function iris(): Iris {
  const digits = flowers.replace(/\s/g, '');
  const count = digits.length / (2 * features);
  const x = Float64Array.from(
    { length: count * features },
    (_, index) => Number(digits.slice(2 * index, 2 * index + 2)) / 10,
  );
  const y = Uint8Array.from({ length: count }, (_, flower) => Math.floor(flower / perSpecies));
  return {
    x: { data: x, shape: [count, features] },
    y: { data: y, shape: [count] },
    featureNames: ['sepal length', 'sepal width', 'petal length', 'petal width'],
    classNames: ['setosa', 'versicolor', 'virginica'],
  };
}
