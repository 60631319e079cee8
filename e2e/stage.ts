import { existsSync } from 'node:fs'
import { setPriority } from 'node:os'
import { test as base, type Page } from '@playwright/test'
import { openWorld, PASSWORD, PEOPLE, type Who, type World } from './world.ts'

type Seat = { width?: number; height?: number; address?: string }
/** Opens a browser of its own in which this person is signed in. */
export type SignedInAs = (who: Who, seat?: Seat) => Promise<Page>

type StorageState = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
type OfWorker = { world: World; sessions: Map<Who, StorageState> }
type OfTest = { signedInAs: SignedInAs; evidence: undefined }

/** One world a worker: tests share its server and fleet and leave the fleet on a good release. */
export const test = base.extend<OfTest, OfWorker>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern
    async ({}, use) => {
      const world = await openWorld({ pages: true })
      // The browsers that follow give way to the world: how late an application on a device answers is measured and judged.
      setPriority(5)
      await use(world)
      await world.close()
    },
    { scope: 'worker', auto: true, timeout: 120_000 },
  ],

  sessions: [
    async ({ playwright, world }, use) => {
      const sessions = new Map<Who, StorageState>()
      for (const [who, { email }] of Object.entries(PEOPLE)) {
        const door = await playwright.request.newContext({
          baseURL: world.address,
          extraHTTPHeaders: { origin: world.address },
        })
        const answer = await door.post('/api/auth/sign-in/email', { data: { email, password: PASSWORD } })
        if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()}`)
        sessions.set(who as Who, await door.storageState())
        await door.dispose()
      }
      await use(sessions)
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ world }, use) => use(world.address),

  signedInAs: async ({ browser, world, sessions }, use) => {
    const opened: Page[] = []
    await use(async (who, { width = 1440, height = 900, address = world.address } = {}) => {
      const context = await browser.newContext({
        baseURL: address,
        storageState: sessions.get(who),
        viewport: { width, height },
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      opened.push(page)
      return page
    })
    for (const page of opened) await page.context().close()
  },

  evidence: [
    async ({ world }, use, info) => {
      await use(undefined)
      if (info.status !== info.expectedStatus && existsSync(world.log))
        await info.attach('what the server and the fleet said', { path: world.log })
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
