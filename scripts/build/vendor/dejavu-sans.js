// @ts-expect-error esbuild makes a module of the file
export { default as font } from './font/dejavu-sans.ttf';
