import { beforeEach, describe, expect, test } from 'vitest'
import { effectiveConfig } from '../../domain/config/effective-config.ts'
import { compareConfig } from '../../domain/drift/compare-config.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { provideConfigKey } from './config-key.ts'
import { hideReported, openLayers, sealDocument, sealLayers } from './sealed-config.ts'

const SECRETS = ['camera.pin', 'users']
const CONFIG = LayeredConfig.parse({
  fleet: { camera: { pin: 4711, exposure: 10 }, users: { admin: 'a-1', nobody: null } },
  sites: { lyon: { camera: { pin: 'other' }, users: { guest: ['g-1', 'g-2'] } } },
})
const AT = { deviceId: 'd', siteId: 'lyon', groups: [] }

beforeEach(() => provideConfigKey('k'.repeat(43)))

describe('[R-146] secret values in what is stored', () => {
  test('are sealed one by one, so that layers merge as they do in clear', () => {
    const sealed = sealLayers(CONFIG, SECRETS)
    expect(JSON.stringify(sealed)).not.toMatch(/4711|a-1|other|g-[12]/)
    expect(sealed.fleet).toMatchObject({ camera: { exposure: 10 }, users: { nobody: null } })
    expect(openLayers(sealed)).toEqual(CONFIG)
    const merged = LayeredConfig.parse({ fleet: effectiveConfig(sealed, AT) })
    expect(openLayers(merged).fleet).toEqual(effectiveConfig(CONFIG, AT))
  })

  test('are the same text for the same value at the same path, and sealed once', () => {
    const once = sealDocument(CONFIG.fleet, SECRETS)
    expect(sealDocument(CONFIG.fleet, SECRETS)).toEqual(once)
    expect(sealDocument(once, SECRETS)).toEqual(once)
    expect(sealDocument({ one: 'x', other: 'x' }, ['one', 'other'])).not.toMatchObject({
      other: sealDocument({ one: 'x' }, ['one']).one,
    })
  })

  test('open neither at another path nor with another key', () => {
    const { pin } = sealDocument({ pin: 4711 }, ['pin'])
    expect(() => openLayers(LayeredConfig.parse({ fleet: { name: pin } }))).toThrow()
    provideConfigKey('other'.repeat(10))
    expect(() => openLayers(LayeredConfig.parse({ fleet: { pin } }))).toThrow()
  })
})

describe('[R-146] [R-160] what a device reports', () => {
  test('is a digest at a secret path, at a name that says so, in a list that names one, and one level too high', () => {
    const reported = {
      camera: 'x-1',
      db_password: 'x-2',
      list: [{ token: 'x-3' }],
      plain: 'y',
      users: { admin: 'x-4' },
    }
    const hidden = hideReported(reported, SECRETS)
    expect(JSON.stringify(hidden)).not.toMatch(/x-\d/)
    expect(hidden).toMatchObject({ plain: 'y' })
  })

  test('is compared by its digests as it would be in clear', () => {
    const hide = (document: object) => hideReported(document as typeof CONFIG.fleet, SECRETS)
    const { differences } = compareConfig(
      hide({ camera: { pin: 1, exposure: 10 }, users: { a: 'x', b: null } }),
      hide({ camera: { pin: 2, exposure: 10 }, users: { a: 'x' } }),
    )
    expect(differences.map(({ key }) => key)).toEqual(['camera.pin'])
  })
})
