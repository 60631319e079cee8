import { describe, expect, test } from 'vitest'
import { DeviceId, Instant, Sha256 } from '../../protocol/ids.ts'
import { Report } from '../../protocol/report.ts'
import { merge, receive } from './receive.ts'
import { speaksFor } from './speaks-for.ts'

const release = (version: string, config = 'c') => ({
  name: 'edge-vision',
  version,
  sha256: Sha256.parse(version.repeat(64)),
  configDigest: Sha256.parse(config.repeat(64)),
})

const said = (running: string, changes: object = {}, at = 60_000) => {
  const layer = { status: 'healthy', checks: [] }
  const message = Report.parse({
    type: 'report',
    intervalMs: 1000,
    reported: { generation: 1, running: release(running), slot: 'a', standby: null, update: { state: 'idle' } },
    health: { connectivity: layer, system: layer, application: layer, functional: layer },
    reachable: true,
    metrics: { requests: 10, errors: 1, latencyMs: { '60': 10 } },
    system: { cpuPercent: 5, memoryPercent: 40, memoryMb: 200, diskPercent: 10, temperatureC: null },
    restarts: 0,
    ...changes,
  })
  return receive(DeviceId.parse('dev-1'), message, Instant.parse(at))
}

describe('[R-154] telemetry and health belong to the version that produced them', () => {
  test('what an agent names is kept, whatever it runs by now', () => {
    const { status, samples } = said('2', { producedBy: release('1') })
    expect(status.healthOf).toEqual(release('1'))
    expect(samples).toMatchObject([
      { version: '1', sha256: release('1').sha256, configDigest: release('1').configDigest },
    ])
    expect(speaksFor(status.healthOf, status.reported.running)).toBe(false)
  })

  test('an old agent names nothing: what it reports to run is taken for what was measured', () => {
    const { status, samples } = said('2')
    expect(status.healthOf).toEqual(release('2'))
    expect(samples).toMatchObject([{ version: '2' }])
    expect(speaksFor(status.healthOf, status.reported.running)).toBe(true)
  })

  test('what was kept from before an update is a sample of its own, of then and of that version', () => {
    const earlier = [
      { producedBy: release('1'), metrics: { requests: 7, errors: 7, latencyMs: {} }, endedMsAgo: 20_000 },
    ]
    const { samples } = said('2', { producedBy: release('2'), earlier })
    expect(samples).toMatchObject([
      { version: '1', at: 40_000, requests: 7, errors: 7, cpuPercent: null },
      { version: '2', at: 60_000, requests: 10, errors: 1, cpuPercent: 5 },
    ])
  })

  test('two words in one flush are added up only where release and configuration are the same', () => {
    const before = said('2', { producedBy: release('2', 'a') })
    const after = said('2', { producedBy: release('2', 'b') }, 61_000)
    expect(merge(before, after).samples).toMatchObject([{ requests: 10 }, { requests: 10 }])
    expect(merge(after, after).samples).toMatchObject([{ requests: 20 }])
  })

  test.each([
    { name: 'nobody named anything', of: null, running: release('2'), speaks: true },
    { name: 'the same', of: release('2'), running: release('2'), speaks: true },
    {
      name: 'another version of the same bytes',
      of: { ...release('2'), version: '1' },
      running: release('2'),
      speaks: false,
    },
    { name: 'another configuration', of: release('2', 'a'), running: release('2', 'b'), speaks: false },
    { name: 'nothing runs any more', of: release('2'), running: null, speaks: false },
  ])('$name: speaks for what runs is $speaks', ({ of, running, speaks }) => {
    expect(speaksFor(of, running)).toBe(speaks)
  })
})
