import { expect, test } from 'vitest'
import { DeviceId } from '../../server/protocol/ids.ts'
import { deviceKeys } from './device-keys.ts'
import type { HeldKeys, KeyStore } from './key-store.ts'
import { fingerprintOf, newPrivateKey, publicKeyOf, signWith } from './keys.ts'
import type { Told } from './rotate-key.ts'

const own = newPrivateKey()
const who = { deviceId: DeviceId.parse('dev-1'), releaseKey: publicKeyOf(newPrivateKey()), keyId: 'key-1' }
const from = fingerprintOf(publicKeyOf(own))

/** A device with these keys on its disk, and a server that answers what the test says, in order. */
function device(next: string | null, ...answers: Told[]) {
  let held: HeldKeys = { own, next }
  const said: string[] = []
  const store: KeyStore = {
    read: async () => held,
    keepNext: async (pem) => {
      held = { ...held, next: pem }
    },
    promote: async () => {
      held = { own: held.next ?? held.own, next: null }
    },
  }
  const keys = deviceKeys(who, store, held, async ({ publicKey }) => {
    said.push(publicKey)
    return answers.shift() ?? { is: 'lost', because: 'nobody there' }
  })
  const speaksWith = (pem: string | null) => pem !== null && keys.sign('word') === signWith(pem, 'word')
  return { keys, said, held: () => held, speaksWith }
}

test('[A9] it speaks with the new key once the server took note, and forgets the old one once it is known by it', async () => {
  const { keys, held, speaksWith } = device(null, { is: 'noted' })
  expect(await keys.change(from)).toMatchObject({ noted: true })
  const { next } = held()
  expect([held().own, speaksWith(next)]).toEqual([own, true])
  await keys.known()
  expect(held()).toEqual({ own: next, next: null })
  expect(speaksWith(next)).toBe(true)
})

test('[A9] a server that cannot be reached changes nothing, and the same key is said again', async () => {
  const { keys, said, held, speaksWith } = device(null, { is: 'lost', because: 'timeout' }, { is: 'noted' })
  expect(await keys.change(from)).toMatchObject({ noted: false })
  expect(speaksWith(own)).toBe(true)
  await keys.known()
  expect(held().own).toBe(own)
  expect(await keys.change(from)).toMatchObject({ noted: true })
  expect(new Set(said).size).toBe(1)
})

test('[A9] a key that was used before is replaced by one that was not', async () => {
  const { keys, said } = device(newPrivateKey(), { is: 'used-before', because: 'taken' }, { is: 'noted' })
  expect(await keys.change(from)).toMatchObject({ noted: true })
  expect(new Set(said).size).toBe(2)
})

test('[A9] after a power cut the other key is tried at once, both only once', async () => {
  const next = newPrivateKey()
  const { keys, held, speaksWith } = device(next)
  expect(keys.doubt()).toBe(true)
  expect(speaksWith(next)).toBe(true)
  expect(keys.doubt()).toBe(false)
  expect(speaksWith(own)).toBe(true)
  expect(keys.doubt()).toBe(true)
  await keys.known()
  expect(held()).toEqual({ own: next, next: null })
})

test('[A9] an old word about a key it no longer has is dropped', async () => {
  const { keys, said } = device(null)
  expect(await keys.change(fingerprintOf(publicKeyOf(newPrivateKey())))).toMatchObject({ noted: false })
  expect(said).toEqual([])
})
