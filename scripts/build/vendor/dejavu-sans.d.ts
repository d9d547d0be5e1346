/** The font of pictures for browsers, in base64; Node reads `dejavu-sans.ttf`. */
export const font: string;
