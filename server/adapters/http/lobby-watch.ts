import type { PrismaClient } from '../prisma/generated/client.ts'

const LOOK_MS = 1_000

/**
 * The devices that wait in the lobby with a request held open. Once a second all of them are looked up, and touched, in one
 * statement; that also sees what another server process decided.
 */
export class LobbyWatch {
  readonly #db: PrismaClient
  readonly #trouble: (cause: unknown) => void
  readonly #held = new Map<string, () => void>()
  #looking = false

  constructor(db: PrismaClient, trouble: (cause: unknown) => void) {
    this.#db = db
    this.#trouble = trouble
  }

  /** Resolves when the device with this key does not wait any more, when it asks again, or at the end of `atMostMs`. */
  decided(publicKey: string, atMostMs: number, signal: AbortSignal): Promise<void> {
    this.#held.get(publicKey)?.()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timeout)
        signal.removeEventListener('abort', end)
        if (this.#held.get(publicKey) === end) this.#held.delete(publicKey)
        resolve()
      }
      const timeout = setTimeout(end, atMostMs).unref()
      signal.addEventListener('abort', end, { once: true })
      this.#held.set(publicKey, end)
      if (this.#looking) return
      this.#looking = true
      setTimeout(() => this.#turn(), LOOK_MS).unref()
    })
  }

  #turn(): void {
    this.#look()
      .catch(this.#trouble)
      .finally(() => {
        this.#looking = this.#held.size > 0
        if (this.#looking) setTimeout(() => this.#turn(), LOOK_MS).unref()
      })
  }

  async #look(): Promise<void> {
    const asked = [...this.#held.keys()]
    if (asked.length === 0) return
    const waiting = await this.#db.$queryRaw<{ publicKey: string }[]>`
      update "LobbyEntry" set "lastSeenAt" = now() where "publicKey" = any(${asked}) and "rejectedAt" is null returning "publicKey"`
    const still = new Set(waiting.map(({ publicKey }) => publicKey))
    for (const publicKey of asked) if (!still.has(publicKey)) this.#held.get(publicKey)?.()
  }
}
