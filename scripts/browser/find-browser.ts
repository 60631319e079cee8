import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { type Choice, chooseBrowser } from './choose-browser.ts'

/** The browser of this machine for the browser tests, or one sentence on how to get one. */
export function findBrowser(): Choice {
  // …/chromium-1234/chrome-linux64/chrome; headless runs use the shell in the folder beside it.
  const own = chromium.executablePath()
  const folder = resolve(own, '../..')
  const shell = folder.replace(/chromium-(\d+)$/, 'chromium_headless_shell-$1')
  return chooseBrowser({
    environment: process.env,
    playwrightOwn: [own, join(shell, 'INSTALLATION_COMPLETE')],
    exists: existsSync,
  })
}

/** As root Chromium needs `--no-sandbox`; the rest keeps it from using /dev/shm (small in containers) and the network. */
export const BROWSER_FLAGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]
