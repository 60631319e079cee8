import type { Keys } from '../ports.ts'
import type { Identity } from './identity.ts'
import type { HeldKeys, KeyStore } from './key-store.ts'
import { fingerprintOf, newPrivateKey, publicKeyOf, signWith, vouchedBy } from './keys.ts'
import { signedRotation, type TellServer } from './rotate-key.ts'

type Who = Pick<Identity, 'deviceId' | 'releaseKey' | 'keyId'>

/**
 * The keys of a device. It speaks with its own; with the next one as soon as the server took note of it. Which of two is
 * good only the server knows after a power cut: when it would not have the one, the other is tried.
 */
export function deviceKeys(who: Who, store: KeyStore, held: HeldKeys, tell: TellServer): Keys {
  let { own, next } = held
  let speaking: 'own' | 'next' = 'own'
  const unwanted = new Set<'own' | 'next'>()
  /** changes of the files, one after another */
  let writing: Promise<unknown> = Promise.resolve()

  const spoken = () => (speaking === 'next' && next !== null ? next : own)
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work)
    writing = done.catch(() => {})
    return done
  }

  async function made(): Promise<string> {
    const pem = newPrivateKey()
    await store.keepNext(pem)
    next = pem
    return pem
  }

  return {
    sign: (text) => signWith(spoken(), text),
    vouched: vouchedBy(who.releaseKey, who.keyId),

    change: (from) =>
      inTurn(async () => {
        if (speaking === 'next' || fingerprintOf(publicKeyOf(own)) !== from)
          return { noted: false, because: 'asked to change a key this device no longer speaks with' }
        let told = await tell(signedRotation(who.deviceId, own, next ?? (await made())))
        if (told.is === 'used-before') told = await tell(signedRotation(who.deviceId, own, await made()))
        if (told.is !== 'noted') return { noted: false, because: `the key could not be changed: ${told.because}` }
        speaking = 'next'
        return { noted: true, because: 'the server took note of the next key' }
      }),

    known: () =>
      inTurn(async () => {
        unwanted.clear()
        if (speaking !== 'next' || next === null) return
        await store.promote()
        own = next
        next = null
        speaking = 'own'
      }),

    doubt() {
      unwanted.add(speaking)
      const other = speaking === 'own' ? 'next' : 'own'
      if (next === null) return false
      speaking = other
      if (!unwanted.has(other)) return true
      unwanted.clear()
      return false
    },
  }
}
