export { default as font } from './font/dejavu-sans.ttf';
