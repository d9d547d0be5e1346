import { type Browser, chromium, type Page } from 'playwright-core';

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

/** Opens an address in a context of its own; what the page complains of, meanwhile too, is collected. */
export async function withTab<T>(
  browser: Browser,
  address: string,
  use: (tab: Page, complaints: string[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(address);
    return await use(tab, complaints);
  } finally {
    await context.close();
  }
}
