import { expect, test } from 'vitest'
import { begin, healthOf, live, loadAt, TRAITS, type Traits } from './modelled-app.ts'
import { seededRandom } from './seeded-random.ts'

function lived(name: string, seconds: number) {
  const random = seededRandom('model', name)
  let life = begin('1.0.0', TRAITS[name] as Traits, 0, random)
  for (let second = 2; second <= seconds; second += 2) life = live(life, second * 1000, 15, 1, random)
  return life
}

const errorRate = (name: string) => {
  const life = lived(name, 600)
  return life.errors / life.requests
}

test('the same words make the same life', () => {
  expect(lived('good', 60)).toEqual(lived('good', 60))
})

test('models fail as often as the real ones', () => {
  expect(errorRate('good')).toBeGreaterThan(0.001)
  expect(errorRate('good')).toBeLessThan(0.008)
  expect(errorRate('errors')).toBeGreaterThan(0.1)
  expect(errorRate('errors')).toBeLessThan(0.15)
})

test('[R-064] the leaking one passes nine tenths of its 160 MB within half a minute, the good one never', () => {
  expect(lived('leak', 14).memoryMb).toBeLessThan(144)
  expect(lived('leak', 30).memoryMb).toBeGreaterThan(144)
  expect(lived('good', 3600).memoryMb).toBeLessThan(0.8 * 160)
})

test('what it says about itself adds up: every request is in the sketch', () => {
  const { metrics } = healthOf(lived('slow', 120), 120_000, 160)
  const counted = Object.values(metrics?.latency_ms ?? {}).reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(metrics?.requests_total)
})

test('the night is quieter than the afternoon', () => {
  expect(loadAt(4)).toBeLessThan(0.5)
  expect(loadAt(16)).toBeGreaterThan(0.9)
})
