import { describe, expect, test } from 'vitest'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { comparedWords, compareScan, type ScannedDevice } from './compare-scan.ts'

const NOW = 1_800_000_000_000 as Instant

const device = (id: string, changes: Partial<ScannedDevice> = {}): ScannedDevice => ({
  deviceId: id as DeviceId,
  name: id,
  connected: true,
  lastSeenAt: (NOW - 60_000) as Instant,
  agentVersion: '0.2.0',
  discrepancies: [],
  ...changes,
})

const heard = (...ids: string[]) => new Set(ids as DeviceId[])

describe('what was heard against what is registered', () => {
  test('[R-138] everybody answered and nothing differs: no finding', () => {
    const { findings, counts } = compareScan([device('a'), device('b')], heard('a', 'b'), [], NOW)
    expect(findings).toEqual([])
    expect(counts).toMatchObject({ registered: 2, asked: 2, responded: 2, offline: 0 })
  })

  test('[R-139] connected and silent is marked offline; not connected was offline already', () => {
    const registry = [
      device('mute'),
      device('away', { connected: false }),
      device('new', { connected: false, lastSeenAt: null }),
    ]
    const { findings, markOffline } = compareScan(registry, heard(), [], NOW)
    expect(markOffline).toEqual(['mute'])
    expect(findings.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['offline', 'Connected, but did not answer; last heard 1 min ago: marked offline.'],
      ['offline', 'Not connected; last heard 1 min ago.'],
      ['offline', 'It has never connected.'],
    ])
  })

  test('[R-004] silence is never called a failure', () => {
    const { findings } = compareScan([device('mute')], heard(), [], NOW)
    expect(JSON.stringify(findings)).not.toMatch(/fail/i)
  })

  test('[R-140] [D-11] somebody unknown is listed with the lobby, and is no registered device', () => {
    const stranger = { name: 'cam-77', claims: null, lastSeenAt: NOW, what: 'Waits for an operator.' }
    const { findings, counts } = compareScan([device('a')], heard('a'), [stranger], NOW)
    expect(findings).toMatchObject([{ kind: 'lobby', deviceId: null, name: 'cam-77' }])
    expect(counts).toMatchObject({ registered: 1, lobby: 1 })
  })

  test('two that claim one identity are a duplicate, whether from the lobby or from the registry', () => {
    const clone = { name: 'a', claims: 'a' as DeviceId, lastSeenAt: NOW, what: 'Another key says it is a.' }
    const spoken = device('b', { discrepancies: [{ kind: 'identity', expected: 'one', reported: 'two' }] })
    const { counts } = compareScan([device('a'), spoken], heard('a', 'b'), [clone], NOW)
    expect(counts).toMatchObject({ duplicate: 2, lobby: 0, mismatch: 0 })
  })

  test('[R-141] a difference that is open is shown with both sides', () => {
    const lying = device('a', { discrepancies: [{ kind: 'memory', expected: 8192, reported: 4096 }] })
    const { findings } = compareScan([lying], heard('a'), [], NOW)
    expect(findings).toMatchObject([{ kind: 'mismatch', detail: 'Device says memory 4096 MB, registry said 8192 MB.' }])
  })

  test.each([
    { name: 'by number, not by letter', versions: ['0.9.2', '0.10.0'], stale: ['0.9.2'] },
    { name: 'all alike', versions: ['0.2.0', '0.2.0'], stale: [] },
  ])('an agent older than the newest that answered is stale: $name', ({ versions, stale }) => {
    const registry = versions.map((agentVersion, n) => device(`d${n}`, { agentVersion }))
    const { findings } = compareScan(registry, heard('d0', 'd1'), [], NOW)
    expect(findings.map(({ detail }) => detail.split(';')[0])).toEqual(stale.map((version) => `Agent ${version}`))
  })

  test('[R-137] the steps come in the order of the procedure', () => {
    const result = compareScan([device('a')], heard('a'), [], NOW)
    expect(comparedWords(result).map(({ rule }) => rule)).toEqual(['R-138', 'R-139', 'R-140', 'R-141', 'R-142'])
  })
})
