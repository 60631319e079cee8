/** What can be known about this machine without starting anything. */
export type Machine = {
  environment: Readonly<Record<string, string | undefined>>
  /** where Playwright keeps the browser and the headless shell it brings itself */
  playwrightOwn: readonly string[]
  exists(path: string): boolean
}

/** `path: null` lets Playwright use its own. */
export type Choice = { found: true; path: string | null } | { found: false; because: string }

/** A browser somebody named, then Playwright's own, then the system's. */
export function chooseBrowser({ environment, playwrightOwn, exists }: Machine): Choice {
  for (const name of NAMED) {
    const path = environment[name]
    if (path && exists(path)) return { found: true, path }
    if (path) return { found: false, because: `${name} names ${path}, which does not exist: correct it or unset it.` }
  }
  if (playwrightOwn.some(exists)) return { found: true, path: null }
  const folders = (environment.PATH ?? '').split(':')
  const onPath = PROGRAMS.flatMap((program) => folders.map((folder) => `${folder}/${program}`))
  const path = [...onPath, ...USUAL_PLACES].find(exists)
  return path ? { found: true, path } : { found: false, because: NONE }
}

const NAMED = ['PLAYWRIGHT_CHROMIUM', 'CHROME_PATH']
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
export const NONE =
  'There is no browser for the browser tests: run `npx playwright install chromium`, or install Chromium (on Debian `apt-get install chromium`), or name one in PLAYWRIGHT_CHROMIUM.'
