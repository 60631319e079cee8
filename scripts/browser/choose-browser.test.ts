import { describe, expect, it } from 'vitest'
import { chooseBrowser, NONE } from './choose-browser.ts'

const own = '/home/ada/.cache/ms-playwright/chromium-1/chrome'

describe('the browser for the tests', () => {
  it.each([
    {
      name: 'is the one somebody named',
      environment: { PLAYWRIGHT_CHROMIUM: '/opt/c' },
      files: ['/opt/c', own],
      path: '/opt/c',
    },
    {
      name: 'is the one CHROME_PATH names',
      environment: { CHROME_PATH: '/opt/c' },
      files: ['/opt/c', own],
      path: '/opt/c',
    },
    { name: 'is Playwright’s own before the system’s', environment: {}, files: [own, '/usr/bin/chromium'], path: null },
    {
      name: 'is one on the path',
      environment: { PATH: '/bin:/x' },
      files: ['/x/google-chrome'],
      path: '/x/google-chrome',
    },
    { name: 'is one in its usual place', environment: {}, files: ['/usr/bin/chromium'], path: '/usr/bin/chromium' },
  ])('$name', ({ environment, files, path }) => {
    expect(chooseBrowser(machine(environment, files))).toEqual({ found: true, path })
  })

  it('is not guessed when the named one does not exist', () => {
    const choice = chooseBrowser(machine({ CHROME_PATH: '/opt/none' }, [own]))
    expect(choice).toEqual({
      found: false,
      because: 'CHROME_PATH names /opt/none, which does not exist: correct it or unset it.',
    })
  })

  it('is missing with a sentence that says how to get one', () => {
    expect(chooseBrowser(machine({ PATH: '/bin' }, []))).toEqual({ found: false, because: NONE })
  })
})

function machine(environment: Record<string, string | undefined>, files: readonly string[]) {
  return { environment, playwrightOwn: [own], exists: (path: string) => files.includes(path) }
}
