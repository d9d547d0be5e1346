/**
 * @typedef {object} Shown
 * @property {string} svg the source text
 * @property {number[]} png bytes of the image at scale 1
 * @property {string[]} outside texts that reach beyond the picture
 * @property {string[]} overlapping texts that cover others
 */

const params = new URLSearchParams(location.search);
/** @returns {Promise<typeof import('ferrograd/plot')>} */
const plotting = () => import(params.get('plot') ?? '');
/** @returns {Promise<typeof import('ferrograd')>} */
const training = () => import(params.get('library') ?? '');
/** @returns {Promise<typeof import('ferrograd/data')>} */
const datasets = () => import(params.get('data') ?? '');
/** @returns {Promise<typeof import('../../plot/gallery.js')>} */
const galleries = () => import(params.get('gallery') ?? '');

/** Draws every picture and puts it on the page. */
async function drawn() {
  const [plot, { gallery }] = await Promise.all([plotting(), galleries()]);
  /** @type {Record<string, Shown>} */
  const shown = {};
  for (const [name, picture] of Object.entries(await gallery(plot))) {
    const element = picture.element();
    element.id = name;
    element.style.display = 'block';
    document.body.append(element);
    const png = Array.from(await picture.png({ scale: 1 }));
    shown[name] = { svg: picture.svg, png, ...faults(element) };
  }
  return shown;
}

/** Texts that cannot be read. @param {SVGSVGElement} element */
function faults(element) {
  const edge = element.getBoundingClientRect();
  const texts = [...element.querySelectorAll('text')].map((text) => ({
    content: text.textContent,
    box: text.getBoundingClientRect(),
  }));
  const outside = texts.filter(
    ({ box }) =>
      box.width === 0 ||
      box.left < edge.left ||
      box.right > edge.right ||
      box.top < edge.top ||
      box.bottom > edge.bottom,
  );
  const overlapping = texts.filter(({ box }, index) =>
    texts.slice(index + 1).some((other) => {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      // The boxes of texts have empty room above and below the letters.
      return across > 1 && down > 3;
    }),
  );
  return {
    outside: outside.map(({ content }) => content),
    overlapping: overlapping.map(({ content }) => content),
  };
}

/** Trains with a chart on the page; returns how often it was drawn, and what it shows in the end. */
async function live() {
  const [plot, library, data] = await Promise.all([plotting(), training(), datasets()]);
  const { train } = data.digits();
  const net = library.sequential({ inputShape: [64], seed: 1 }, [
    library.layers.dense(10, { activation: 'softmax' }),
  ]);
  net.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const target = document.createElement('div');
  document.body.append(target);
  let drawings = 0;
  new MutationObserver(() => drawings++).observe(target, { childList: true });
  const history = await net.fit(train.x, train.y, {
    epochs: 40,
    validationSplit: 0.2,
    callbacks: [plot.liveChart(target, { interval: 0, title: 'Digits' })],
  });
  await new Promise((done) => setTimeout(done));
  const last = target.firstElementChild;
  return {
    drawings,
    isLast: last?.outerHTML === plot.learningCurve(history, { title: 'Digits' }).element().outerHTML,
    texts: [...(last?.querySelectorAll('text') ?? [])].map((text) => text.textContent),
  };
}

Object.assign(globalThis, { drawn, live });
