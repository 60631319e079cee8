import { spawn } from 'node:child_process'
import { closeSync, openSync, realpathSync } from 'node:fs'
import { readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Slot } from '../engine/installed.ts'
import { RouteAnswer, type RouteOrder, RouterCard } from '../engine/route-order.ts'

const PROGRAM = join(import.meta.dirname, 'router', 'main.ts')
const START_MS = 10_000
const LOOK_EVERY_MS = 25
const ANSWER_MS = 5_000
const WATCH_EVERY_MS = 2_000

export type Routed = {
  dir: string
  port: number
  /** where the application of a slot listens now; null: it does not run */
  portOf: (slot: Slot) => number | null
  env: Readonly<Record<string, string | undefined>>
  trouble: (sentence: string) => void
}

/** The agent's end of the router: starts it, finds the one an earlier life of the agent started, and starts it again when it dies. */
export function routerProcess({ dir, port, portOf, env, trouble }: Routed) {
  const root = realpathSync(dir)
  const cardFile = join(root, 'router.json')
  let wanted: Slot | null = null
  let busy: Promise<unknown> = Promise.resolve()

  const card = async (): Promise<RouterCard | null> =>
    RouterCard.safeParse(json(await readFile(cardFile, 'utf8').catch(() => ''))).data ?? null

  async function say(order: RouteOrder): Promise<RouteAnswer> {
    const found = await card()
    if (found?.port !== port) throw new Error(`no router runs on port ${port}`)
    const answer = await fetch(`http://127.0.0.1:${found.control}/`, {
      method: 'POST',
      headers: { authorization: found.secret },
      body: JSON.stringify(order),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (!answer.ok) throw new Error(`the router refuses the order ${order.do}`)
    return RouteAnswer.parse(await answer.json())
  }

  /** A router that does not answer holds the port of the one that will. */
  async function start(): Promise<void> {
    const old = await card()
    if (old && (await isRouter(old.pid))) process.kill(old.pid, 'SIGKILL')
    await rm(cardFile, { force: true })
    const log = openSync(join(root, 'router.log'), 'w', 0o600)
    const { PATH, HOME, LANG, TZ, TMPDIR } = env
    const started = spawn(process.execPath, [PROGRAM, root, String(port)], {
      cwd: root,
      env: { NODE_ENV: 'production', PATH, HOME, LANG, TZ, TMPDIR },
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    started.once('error', () => {})
    started.unref()
    for (let waited = 0; waited < START_MS && started.exitCode === null; waited += LOOK_EVERY_MS) {
      if ((await card())?.pid === started.pid) return tellAll()
      await sleep(LOOK_EVERY_MS)
    }
    throw new Error(`the router does not listen on port ${port}; see router.log`)
  }

  async function tellAll(): Promise<void> {
    for (const slot of Slot.options) {
      const at = portOf(slot)
      if (at !== null) await say({ do: 'at', slot, port: at })
    }
  }

  /** Made so now, or when the watch comes by: an application must not wait for its router. */
  async function surely(order: RouteOrder): Promise<void> {
    const made = say(order).catch(async () => {
      await start()
      await say(order)
    })
    await made.catch((error: Error) => trouble(error.message))
  }

  /** One order after another, whoever gives them. */
  function next<T>(act: () => Promise<T>): Promise<T> {
    const done = busy.then(act)
    busy = done.catch(() => {})
    return done
  }

  const watch = setInterval(() => {
    void next(async () => {
      const { serving, onTrial } = await say({ do: 'look' }).catch(() => ({ serving: null, onTrial: false }))
      if (onTrial || wanted === null || serving === wanted) return
      if (serving === null) await surely({ do: 'serve', slot: wanted })
    })
  }, WATCH_EVERY_MS)
  watch.unref()

  async function isRouter(pid: number): Promise<boolean> {
    if (process.platform !== 'linux') return false
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === root
  }

  return {
    at(slot: Slot): Promise<void> {
      return next(async () => {
        wanted ??= slot
        const listens = portOf(slot)
        if (listens !== null) await surely({ do: 'at', slot, port: listens })
      })
    },

    serve(slot: Slot | null, trial?: { back: Slot; seconds: number }): Promise<void> {
      return next(async () => {
        wanted = slot
        if (trial) await say({ do: 'serve', slot, trial })
        else await surely({ do: 'serve', slot })
      })
    },

    settle: (slot: Slot): Promise<boolean> => next(async () => (await say({ do: 'settle', slot })).serving === slot),

    drain: (slot: Slot): Promise<void> =>
      next(async () => {
        await say({ do: 'drain', slot }).catch(() => {})
      }),

    stop(): Promise<void> {
      clearInterval(watch)
      return next(async () => {
        await say({ do: 'stop' }).catch(() => {})
      })
    },
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
