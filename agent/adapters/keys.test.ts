import { createPrivateKey, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { newPrivateKey, publicKeyOf, signWith, vouchedBy } from './keys.ts'

const device = newPrivateKey()
const release = newPrivateKey()
const manifest = '{"name":"edge-vision","version":"2.0.0"}'
const signature = sign(null, Buffer.from(manifest), createPrivateKey(release)).toString('base64')
const vouched = vouchedBy(publicKeyOf(release), 'key-1')
const signed = { manifest, signature, keyId: 'key-1' }

test.each([
  { name: 'the exact text', release: signed, vouched: true },
  { name: 'one flipped byte', release: { ...signed, manifest: manifest.replace('2.0.0', '2.0.1') }, vouched: false },
  { name: 'the same JSON written otherwise', release: { ...signed, manifest: `${manifest} ` }, vouched: false },
  {
    name: 'another key',
    release: { ...signed, signature: sign(null, Buffer.from(manifest), createPrivateKey(device)).toString('base64') },
    vouched: false,
  },
  { name: 'another key by name', release: { ...signed, keyId: 'key-2' }, vouched: false },
  { name: 'no signature', release: { ...signed, signature: '' }, vouched: false },
])('[T1] the pinned key vouches for $name: $vouched', ({ release: said, vouched: expected }) => {
  expect(vouched(said)).toBe(expected)
})

test('the device signs with its own key', () => {
  const spki = { key: Buffer.from(publicKeyOf(device), 'base64'), type: 'spki', format: 'der' } as const
  expect(verify(null, Buffer.from('hello'), spki, Buffer.from(signWith(device, 'hello'), 'base64'))).toBe(true)
})
