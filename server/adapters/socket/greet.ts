import { judgeHello, type SigningKey } from '../../domain/device/judge-hello.ts'
import type { Clock } from '../../engine/ports.ts'
import { refuse } from '../../protocol/ack.ts'
import { type Hello, helloText } from '../../protocol/hello.ts'
import type { DeviceRegistry, KnownDevice } from '../prisma/device-registry.ts'
import type { Takeovers } from '../prisma/takeovers.ts'
import { signedBy } from '../signing/signed-by.ts'
import type { Greeting } from './agent-connection.ts'
import type { Learn } from './learn.ts'
import { wordOf } from './word-of.ts'

export type GreetNeeds = {
  readonly clock: Clock
  readonly registry: DeviceRegistry
  readonly takeovers: Takeovers
  readonly reportIntervalSeconds: number
}

/** Who says hello: the nonce it answers, and where it comes from. */
export type Caller = { readonly hello: Hello; readonly nonce: string; readonly address: string }
export type Greet = (caller: Caller, connected: number) => Promise<Greeting>

const RECONNECT_PER_SECOND = 400

/** Looks up who speaks, has it judged, and writes down that it arrived; what it says of itself is learned on the way. */
export function openGreeting({ clock, registry, takeovers, reportIntervalSeconds }: GreetNeeds, learn: Learn): Greet {
  return async ({ hello, nonce, address }, connected) => {
    const known = await registry.find(hello.deviceId)
    const key: SigningKey = known ? await signingKey(registry, known, hello, nonce) : { is: 'none' }
    const instance = hello.instance ?? null
    const another = known !== null && instance !== null && known.instance !== null && known.instance !== instance
    const heldByAnother = another && known.open.includes('identity') && known.online
    const verdict = judgeHello(hello, known && { revoked: known.revoked, heldByAnother }, key)
    if (!verdict.heard) return { is: 'refused', refusal: verdict.refusal, retry: verdict.retry }
    if (!known) throw new Error('a device that nobody knows was let in')
    const at = clock.now()
    if (key.is === 'next' && !(await registry.takeUp(known, at)))
      return { is: 'refused', refusal: refuse('stale', 'The key changed meanwhile: come back.').refusal, retry: true }
    await learn(known, hello)
    if (another) await takeovers({ deviceId: known.id, at, from: known.instance, to: instance, address })
    const { agentVersion, reported } = hello
    const epoch = await registry.arrived({ deviceId: known.id, at, agentVersion, instance, address, reported })
    return {
      is: 'welcome',
      device: { id: known.id, since: at, epoch, generation: reported.generation, word: wordOf(reported) },
      welcome: {
        type: 'welcome',
        serverTime: at,
        reportIntervalSeconds,
        reconnectWindowSeconds: Math.min(60, connected / RECONNECT_PER_SECOND),
        lastProgress: known.lastProgress,
      },
    }
  }
}

async function signingKey(
  registry: DeviceRegistry,
  known: KnownDevice,
  hello: Hello,
  nonce: string,
): Promise<SigningKey> {
  const signed = (publicKey: string) => signedBy(publicKey, helloText(nonce, hello.deviceId), hello.signature)
  if (signed(known.publicKey)) return { is: 'active' }
  if (known.nextKey !== null && signed(known.nextKey)) return { is: 'next' }
  const former = (await registry.formerKeys(known.id)).find(({ publicKey }) => signed(publicKey))
  return former ? { is: 'former', state: former.state, why: former.untilWhy } : { is: 'none' }
}
