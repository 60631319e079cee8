import { type Engine, reconcile } from './reconcile.ts'

export type Loop = {
  /** look now rather than at the next tick; losing it costs one tick */
  nudge(): void
  stop(): Promise<void>
}

const TICK_MS = 500

/** The tick is correctness, the nudge is latency. One rollout's trouble never holds up another. */
export function startLoop(engine: Engine, onTrouble: (cause: unknown, about: string) => void): Loop {
  const stopping = new AbortController()
  let wake = new AbortController()

  const running = (async () => {
    while (!stopping.signal.aborted) {
      wake = new AbortController()
      await pass(engine, onTrouble)
      await engine.clock.sleep(TICK_MS, AbortSignal.any([wake.signal, stopping.signal]))
    }
  })()

  return {
    nudge: () => wake.abort(),
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

async function pass(engine: Engine, onTrouble: (cause: unknown, about: string) => void): Promise<void> {
  const due = await engine.store.due(engine.clock.now()).catch((cause: unknown) => {
    onTrouble(cause, 'which rollouts are due')
    return []
  })
  for (const id of due) await reconcile(engine, id).catch((cause: unknown) => onTrouble(cause, `rollout ${id}`))
}
