import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { DeviceDown } from './device-down.ts'
import { DeviceUp } from './device-up.ts'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from './protocol-version.ts'

const hash = (schema: z.ZodType) =>
  createHash('sha256')
    .update(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' })))
    .digest('hex')
    .slice(0, 16)

it('changed the wire? raise PROTOCOL_VERSION, write a line of history, then pin the hashes again', () => {
  expect({ up: hash(DeviceUp), down: hash(DeviceDown), version: PROTOCOL_VERSION }).toMatchInlineSnapshot(`
    {
      "down": "5eb9e8c212ec107c",
      "up": "6c5e0ea2a79e7886",
      "version": 7,
    }
  `)
})

it('the oldest version still spoken is not newer than the newest', () => {
  expect(OLDEST_PROTOCOL_VERSION).toBeLessThanOrEqual(PROTOCOL_VERSION)
})
