import { describe, expect, test } from 'vitest'
import { Generation, type Instant } from '../../protocol/ids.ts'
import type { Reported } from '../../protocol/reported.ts'
import { flappingBecause, HELD_FOR_MS, type Reconciled } from './flapping.ts'
import { type RunDevice, stepRun } from './step-run.ts'

const START = 1_800_000_000_000 as Instant
const MINUTE = 60_000

type Simulated = RunDevice & { run: number }

const report = (generation: number, update: Reported['update']) => ({
  generation: Generation.parse(generation),
  update,
})

function waiting(count: number): Simulated[] {
  return Array.from({ length: count }, (_, n) => ({
    deviceId: `dev-${n}`,
    state: 'waiting',
    askedAt: null,
    generation: null,
    reported: report(0, { state: 'idle' }),
    online: true,
    heldBy: null,
    inSync: false,
    run: 1,
  }))
}

function apply(devices: readonly Simulated[], step: ReturnType<typeof stepRun>, now: Instant): Simulated[] {
  return devices.map((device) => {
    const end = step.ended.find(({ deviceId }) => deviceId === device.deviceId)
    if (end) return { ...device, state: end.state }
    if (!step.ask.includes(device.deviceId)) return device
    return { ...device, state: 'asked', askedAt: now, generation: (device.reported?.generation ?? 0) + 1 }
  })
}

const healthy = (device: Simulated): Simulated =>
  device.state === 'asked' ? { ...device, reported: report(device.generation ?? 0, { state: 'confirmed' }) } : device

describe('[R-165] [R-147] a reconcile walks carefully', () => {
  test('of more than ten one goes first, and nobody follows before it proved healthy', () => {
    let devices = waiting(12)
    const first = stepRun({ perMinute: 5, devices }, START)
    expect(first.ask).toEqual(['dev-0'])
    devices = apply(devices, first, START)
    const later = (START + 3 * MINUTE) as Instant
    expect(stepRun({ perMinute: 5, devices }, later)).toMatchObject({ ask: [], because: 'dev-0 goes first' })
    devices = devices.map(healthy)
    expect(stepRun({ perMinute: 5, devices }, later).ask).toHaveLength(5)
  })

  test('never more a minute than the rule allows', () => {
    let devices = waiting(10)
    let most = 0
    for (let second = 0; second < 600; second += 5) {
      const now = (START + second * 1000) as Instant
      const step = stepRun({ perMinute: 3, devices }, now)
      devices = apply(devices, step, now).map(healthy)
      most = Math.max(most, devices.filter(({ askedAt }) => askedAt !== null && now - askedAt < MINUTE).length)
    }
    expect(most).toBe(3)
    expect(devices.every(({ state }) => state === 'healthy')).toBe(true)
    expect(stepRun({ perMinute: 3, devices }, START)).toMatchObject({
      state: 'done',
      because: '10 of 10 run what they should',
    })
  })

  test('a failure stops all that were not asked, after those at work have answered', () => {
    let devices = apply(waiting(5), { ended: [], ask: ['dev-0', 'dev-1'], state: 'running', because: '' }, START)
    const update = { state: 'rolled-back', reason: 'smoke-test-failed', detail: 'known frame: wrong' } as const
    devices = devices.map((device) =>
      device.deviceId === 'dev-0' ? { ...device, reported: report(1, update) } : device,
    )
    const first = stepRun({ perMinute: 9, devices }, START)
    expect(first).toMatchObject({ ask: [], state: 'running', ended: [{ deviceId: 'dev-0', state: 'failed' }] })
    devices = apply(devices, first, START).map(healthy)
    const second = stepRun({ perMinute: 9, devices }, START)
    expect(second.state).toBe('stopped')
    expect(second.because).toContain('dev-0')
    expect(second.ended.filter(({ state }) => state === 'skipped')).toHaveLength(3)
  })

  test('silence is no success: who does not say how it went has failed', () => {
    const devices = apply(waiting(1), { ended: [], ask: ['dev-0'], state: 'running', because: '' }, START)
    expect(stepRun({ perMinute: 1, devices }, (START + 14 * MINUTE) as Instant).ended).toEqual([])
    expect(stepRun({ perMinute: 1, devices }, (START + 15 * MINUTE) as Instant)).toMatchObject({ state: 'stopped' })
  })

  test('who is away or held by a rollout waits, and who is in sync by itself is left alone', () => {
    const [away, held, mended] = waiting(3)
    if (!away || !held || !mended) throw new Error('three were made')
    const devices = [
      { ...away, online: false },
      { ...held, heldBy: 'the rollout “week 12” decides about it' },
      { ...mended, inSync: true },
    ]
    expect(stepRun({ perMinute: 5, devices }, START)).toMatchObject({
      ask: [],
      state: 'running',
      ended: [{ deviceId: 'dev-2', state: 'skipped' }],
      because: 'dev-1 waits: the rollout “week 12” decides about it',
    })
  })
})

test('[R-165] a day of 50 devices on which something rewrites a key every few minutes: bounded, and nothing flaps', () => {
  const KEY = 'config:camera.exposure'
  let devices = waiting(50)
  const drifted = devices.map(() => START as Instant | null)
  const history: Reconciled[][] = devices.map(() => [])
  let asked = 0
  let mostAMinute = 0
  let open = false
  const lately: Instant[] = []

  for (let second = 0; second <= 86_400; second += 10) {
    const now = (START + second * 1000) as Instant
    // The process on each device writes its own value again between two and nine minutes after it was put right.
    devices.forEach((_, n) => {
      const last = history[n]?.at(-1)
      if (drifted[n] === null && last && now - last.endedAt >= (2 + (n % 8)) * MINUTE) drifted[n] = now
    })
    // A rule opens a run over what drifted and does not flap.
    const eligible = devices.filter((_, n) => {
      const since = drifted[n]
      return since != null && flappingBecause({ name: KEY, since }, history[n] ?? [], now) === null
    })
    if (!open && eligible.length > 0) {
      open = true
      const ids = new Set(eligible.map(({ deviceId }) => deviceId))
      devices = devices.map((device) => ({ ...device, run: ids.has(device.deviceId) ? 2 : 1, state: 'waiting' }))
    }
    if (!open) continue
    const run = devices.filter((device) => device.run === 2)
    const step = stepRun({ perMinute: 5, devices: run }, now)
    asked += step.ask.length
    lately.push(...step.ask.map(() => now))
    mostAMinute = Math.max(mostAMinute, lately.filter((at) => now - at < MINUTE).length)
    for (const end of step.ended) {
      const n = devices.findIndex(({ deviceId }) => deviceId === end.deviceId)
      if (end.state !== 'healthy') continue
      history[n]?.push({ endedAt: now, keys: [KEY] })
      drifted[n] = null
    }
    devices = apply(devices, step, now).map(healthy)
    if (step.state !== 'running') open = false
  }

  expect(mostAMinute).toBeLessThanOrEqual(5)
  // Once for each when it was first seen, once more when a day is over.
  expect(asked).toBeGreaterThanOrEqual(50)
  expect(asked).toBeLessThanOrEqual(100)
  for (const attempts of history) expect(attempts.length).toBeLessThanOrEqual(2)
  const end = (START + 86_400_000) as Instant
  const explained = devices.map((_, n) =>
    flappingBecause({ name: KEY, since: drifted[n] ?? end }, history[n] ?? [], (end - HELD_FOR_MS / 2) as Instant),
  )
  expect(explained.every((because) => because?.includes('something on the device writes it'))).toBe(true)
})

test('[R-165] what comes back slowly is put right a few times a day at most', () => {
  const now = (START + 20 * 3_600_000) as Instant
  const at = (hours: number): Reconciled => ({
    endedAt: (START + hours * 3_600_000) as Instant,
    keys: ['config:camera.exposure'],
  })
  const item = { name: 'config:camera.exposure', since: (START + 19 * 3_600_000) as Instant }
  expect(flappingBecause(item, [at(1), at(6)], now)).toBeNull()
  expect(flappingBecause(item, [at(1), at(6), at(11)], now)).toBe('it was put right 3 times in 24 hours')
  expect(flappingBecause({ ...item, name: 'config:other' }, [at(1), at(6), at(11)], now)).toBeNull()
})
