import { describe, expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { Inventory } from '../../protocol/inventory.ts'
import { InstalledRelease, Reported } from '../../protocol/reported.ts'
import { type DriftFacts, evaluateDrift, TAKEN_UP_WITHIN_MS, UNKNOWN_AFTER_MS } from './drift.ts'

const NOW = 1_800_000_000_000 as Instant
const HASH = { right: 'a'.repeat(64), other: 'b'.repeat(64), config: 'c'.repeat(64), edited: 'd'.repeat(64) }
const runs = (changes: object = {}) =>
  InstalledRelease.parse({ name: 'app', version: '2.0.0', sha256: HASH.right, configDigest: HASH.config, ...changes })

const reported = (changes: object = {}) =>
  Reported.parse({
    generation: 5,
    running: runs(),
    slot: 'a',
    standby: null,
    update: { state: 'confirmed' },
    ...changes,
  })

const inventory = (document: object, changes: object = {}) =>
  Inventory.parse({
    type: 'inventory',
    installed: runs({ configDigest: HASH.edited }),
    config: { is: 'document', path: 'slot-a/wavegate.config.json', document },
    slots: [],
    capabilities: [],
    mechanisms: ['dual-slot'],
    resources: [],
    ...changes,
  })

const facts = (changes: Partial<DriftFacts> = {}): DriftFacts => ({
  now: NOW,
  heardAt: NOW,
  onlineSince: (NOW - 3_600_000) as Instant,
  desired: {
    generation: 5,
    issuedAt: (NOW - 3_600_000) as Instant,
    release: runs(),
    mechanism: 'dual-slot',
    config: { camera: { exposure: 10, gain: 1 }, api: { token: 'x' }, night: null },
    configDigest: HASH.config,
    secrets: ['camera.pin'],
  },
  reported: reported(),
  inventory: null,
  endedGeneration: 5,
  rollout: null,
  ...changes,
})

const edited = (document: object) =>
  evaluateDrift(
    facts({ reported: reported({ running: runs({ configDigest: HASH.edited }) }), inventory: inventory(document) }),
  )

const itemsOf = (given: DriftFacts) => {
  const verdict = evaluateDrift(given)
  return verdict.is === 'compared' ? verdict.items.map(({ kind, key, cause }) => `${kind} ${key} ${cause}`) : verdict.is
}

describe('[R-160] [B-15] a difference is named by kind, key and cause', () => {
  test('what runs as it should is in sync', () => {
    expect(itemsOf(facts())).toEqual([])
  })

  test('a key edited by hand, with both values', () => {
    const verdict = edited({ camera: { exposure: 12, gain: 1 }, api: { token: 'x' } })
    expect(verdict).toMatchObject({
      is: 'compared',
      items: [{ kind: 'config', key: 'camera.exposure', desired: 10, reported: 12, cause: 'local-edit' }],
      normalised: ['night: absent and empty are the same'],
    })
  })

  test('a secret is compared and never shown', () => {
    const verdict = edited({ camera: { exposure: 10, gain: 1, pin: 1234 }, api: { token: 'stolen' } })
    expect(verdict).toMatchObject({
      items: [
        { key: 'api.token', secret: true, desired: null, reported: null, severity: 'security' },
        { key: 'camera.pin', secret: true, desired: null, reported: null, severity: 'security' },
      ],
    })
    expect(JSON.stringify(verdict)).not.toMatch(/stolen|1234/)
  })

  test('order of keys and form of numbers are no difference', () => {
    expect(edited(JSON.parse('{"api":{"token":"x"},"camera":{"gain":1.0,"exposure":1e1}}'))).toMatchObject({
      items: [],
    })
  })

  test('a file that is missing or no document is one difference', () => {
    const running = reported({ running: runs({ configDigest: HASH.edited }) })
    const config = { is: 'missing', path: 'slot-a/wavegate.config.json' }
    expect(itemsOf(facts({ reported: running, inventory: inventory({}, { config }) }))).toEqual([
      'config (file) local-edit',
    ])
  })

  test('an inventory that belongs to another digest is not taken for this one', () => {
    const running = reported({ running: runs({ configDigest: 'e'.repeat(64) }) })
    expect(itemsOf(facts({ reported: running, inventory: inventory({ camera: {} }) }))).toEqual([
      'config (file) local-edit',
    ])
  })

  test.each([
    ['failed-update', { update: { state: 'rolled-back', reason: 'crash-loop', detail: '' } }, 5],
    ['restored-backup', { generation: 3 }, 5],
    ['never-reconciled', { generation: 4 }, 4],
    ['unknown', {}, 5],
  ])('another version: %s', (cause, changes, endedGeneration) => {
    const running = runs({ version: '1.0.0', sha256: HASH.other })
    expect(itemsOf(facts({ reported: reported({ running, ...changes }), endedGeneration }))).toEqual([
      `version app ${cause}`,
    ])
  })

  test('the same number over other bytes is another version', () => {
    const verdict = evaluateDrift(facts({ reported: reported({ running: runs({ sha256: HASH.other }) }) }))
    expect(verdict).toMatchObject({ items: [{ kind: 'version', reported: '2.0.0 (other bytes: bbbbbbbbbbbb)' }] })
  })

  test('a changed file of the active slot, and a rollback target that is not whole', () => {
    const slot = { release: null, files: 3, changedCount: 1 }
    const changed = [{ path: 'model.bin', sealed: HASH.right, found: HASH.other }]
    const slots = [
      { ...slot, slot: 'a', active: true, state: 'changed', changed },
      { ...slot, slot: 'b', active: false, state: 'changed', changed },
    ]
    expect(itemsOf(facts({ inventory: inventory({}, { slots, mechanisms: ['container'] }) }))).toEqual([
      'file model.bin local-edit',
      'slot slot b local-edit',
      'capability dual-slot unknown',
    ])
  })
})

describe('[R-147] [R-165] what is no drift', () => {
  const other = reported({ running: runs({ version: '1.0.0', sha256: HASH.other }) })

  test('a device that was not heard for 24 hours is unknown, which is neither', () => {
    expect(evaluateDrift(facts({ heardAt: (NOW - UNKNOWN_AFTER_MS) as Instant, reported: other })).is).toBe('unknown')
    expect(evaluateDrift(facts({ heardAt: null })).is).toBe('unknown')
    expect(evaluateDrift(facts({ desired: null })).is).toBe('unknown')
  })

  test('an update under way, a rollout that decides, a desired state not taken up yet', () => {
    const updating = { ...other, update: { state: 'updating' as const, step: 'proving' as const, percent: null } }
    expect(evaluateDrift(facts({ reported: updating })).is).toBe('in-flight')
    expect(evaluateDrift(facts({ reported: other, rollout: 'week 12' })).is).toBe('in-flight')
    const behind = reported({ generation: 4, running: other.running })
    expect(evaluateDrift(facts({ reported: behind, onlineSince: null })).is).toBe('in-flight')
    const back = (NOW - TAKEN_UP_WITHIN_MS + 1) as Instant
    expect(evaluateDrift(facts({ reported: behind, onlineSince: back })).is).toBe('in-flight')
  })
})
