import { expect, test } from 'vitest'
import { MASK } from '../../protocol/config-layer.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { diffLayers } from './diff-layers.ts'
import { originsOf } from './origins.ts'

const A = LayeredConfig.parse({
  fleet: { camera: { exposure: 10, gain: 1 }, mode: 'day', password: 'one' },
  sites: { lyon: { camera: { exposure: 12 } } },
})
const B = LayeredConfig.parse({
  fleet: { camera: { exposure: 10, gain: 2 }, password: 'two' },
  groups: { night: { mode: 'night' } },
  sites: { lyon: { camera: { exposure: 12 } } },
})

test('[R-150] two snapshots differ by key path and layer; what is the same is not named', () => {
  expect(diffLayers(A, B, ['password'])).toEqual([
    {
      layer: { scope: 'fleet', key: '' },
      path: 'camera.gain',
      before: { value: 1 },
      after: { value: 2 },
      secret: false,
    },
    { layer: { scope: 'fleet', key: '' }, path: 'mode', before: { value: 'day' }, after: null, secret: false },
    {
      layer: { scope: 'fleet', key: '' },
      path: 'password',
      before: { value: MASK },
      after: { value: MASK },
      secret: true,
    },
    { layer: { scope: 'group', key: 'night' }, path: 'mode', before: null, after: { value: 'night' }, secret: false },
  ])
})

test('[R-146] every value a device is told names the layer it comes from', () => {
  const origins = originsOf(B, { deviceId: 'd', siteId: 'lyon', groups: ['night'] }, ['password'], () => undefined)
  expect(origins.map(({ path, value, from }) => `${path}=${value} ${from.scope}`)).toEqual([
    'camera.exposure=12 site',
    'camera.gain=2 fleet',
    'mode=night group',
    `password=${MASK} fleet`,
  ])
})
