import { type Browser, chromium } from 'playwright-core';

import { browserRemedy, findBrowser } from '../../scripts/setup/browser.js';

/** Start the machine's own Chromium without a window; fail with the remedy where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(browserRemedy);
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
