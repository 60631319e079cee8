import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from './scripts/browser/find-browser.ts'

// Tools that only read this file load it too, before there is a browser; scripts/browser/ensure-browser.ts says what is missing.
const browser = findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  // Each has a server with its database and a fleet of real agents. Most of a test is waiting for soaks, which two do side by side.
  workers: 2,
  // One that passes only at the second try fails.
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  outputDir: 'test-results',
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    browserName: 'chromium',
    // No film of it: on two cores painting every frame costs more than the test.
    trace: { mode: 'retain-on-failure', screenshots: false },
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      args: [...BROWSER_FLAGS, '--disable-gpu'],
      ...(browser.found && browser.path ? { executablePath: browser.path } : {}),
    },
  },
})
