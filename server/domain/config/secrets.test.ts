import { expect, test } from 'vitest'
import { MASK } from '../../protocol/config-layer.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { unaddressable } from './key-paths.ts'
import { layeredConfig } from './layers.ts'
import { maskConfig, maskLayers, unmaskConfig } from './secrets.ts'

const DOCUMENT = { camera: { exposure: 10, password: 'hunter2' }, tokens: { a: 'x', b: ['y'] } }
const SECRETS = ['camera.password', 'tokens']

test('[R-146] a secret path hides its value and everything below it', () => {
  const masked = maskConfig(DOCUMENT, SECRETS)
  expect(masked).toEqual({ camera: { exposure: 10, password: MASK }, tokens: MASK })
  expect(JSON.stringify(masked)).not.toMatch(/hunter2|"[xy]"/)
})

test('[R-146] a mask that was left alone keeps the value, a new value replaces it', () => {
  const edited = { camera: { exposure: 12, password: MASK }, tokens: MASK }
  expect(unmaskConfig(edited, DOCUMENT, SECRETS)).toEqual({
    ...DOCUMENT,
    camera: { exposure: 12, password: 'hunter2' },
  })
  expect(unmaskConfig({ tokens: 'new' }, DOCUMENT, SECRETS)).toEqual({ tokens: 'new' })
})

test('[R-146] a path that became secret later hides what older snapshots hold', () => {
  const old = LayeredConfig.parse({ fleet: { key: 'abc' }, sites: { s: { key: 'def' } } })
  expect(JSON.stringify(maskLayers(old, ['key']))).not.toMatch(/abc|def/)
})

test.each([{ 'a.b': 1 }, { a: { 'b c': 1 } }, JSON.parse('{"__proto__":{"x":1}}')])(
  'a key that no path can name is refused: %j',
  (document) => expect(unaddressable(document)).toContain('may not be used'),
)

test('no layers are no content, so that what was frozen before there were layers keeps its hash', () => {
  expect(layeredConfig([{ name: { scope: 'fleet', key: '' }, document: {} }], ['password'])).toEqual({})
})
