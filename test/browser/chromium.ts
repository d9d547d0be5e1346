import { type Browser, chromium, type Page } from 'playwright-core';

import { browserRemedy, findBrowser } from '../../scripts/setup/browser.js';
import { TEST_LIMIT_MS } from '../support/limits.js';

/** Starts the Chromium of this machine without a window; throws an error with the remedy where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(browserRemedy);
  return chromium.launch({
    executablePath,
    timeout: TEST_LIMIT_MS,
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

/** Opens an address in a context of its own, and collects the errors and warnings of the page. */
export async function withTab<T>(
  browser: Browser,
  address: string,
  use: (tab: Page, complaints: string[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    tab.setDefaultTimeout(TEST_LIMIT_MS);
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
