import { describe, expect, it } from 'vitest'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { effectiveConfig } from './effective-config.ts'

const at = { deviceId: 'd1', siteId: 's1', groups: ['zebra', 'alpha'] }

describe('config in layers', () => {
  it('lets the narrower layer win, key by key', () => {
    const config = LayeredConfig.parse({
      fleet: { camera: { exposure: 10, gain: 1 }, mode: 'day' },
      groups: { alpha: { camera: { gain: 2 } }, zebra: { camera: { gain: 3 } }, other: { mode: 'never' } },
      sites: { s1: { mode: 'night' }, s2: { mode: 'never' } },
      devices: { d1: { camera: { exposure: 12 } } },
    })
    expect(effectiveConfig(config, at)).toEqual({ camera: { exposure: 12, gain: 3 }, mode: 'night' })
  })

  it('replaces arrays and takes null for a value', () => {
    const config = LayeredConfig.parse({ fleet: { a: [1, 2], b: { c: 1 } }, sites: { s1: { a: [3], b: null } } })
    expect(effectiveConfig(config, at)).toEqual({ a: [3], b: null })
  })

  it('takes no key from the prototype', () => {
    const config = LayeredConfig.parse(JSON.parse('{"fleet":{"constructor":{"x":1}}}'))
    expect(effectiveConfig(config, at)).toEqual({ constructor: { x: 1 } })
  })
})
