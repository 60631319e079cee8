import { describe, expect, test } from 'vitest'
import { HealthLayers } from '../../server/protocol/health.ts'
import { layersOf, type Seen } from './layers.ts'

const good: Seen = {
  linked: true,
  system: { cpuPercent: 30, memoryPercent: 40, memoryMb: 64, diskPercent: 50, temperatureC: null },
  application: { status: 'healthy', version: '1.0.0', uptime_seconds: 5, checks: { memory: 'ok' } },
  silence: '',
  expectedVersion: '1.0.0',
  restarts: 0,
  errorPercent: 0.3,
  functional: [{ name: 'known frame', ok: true, tookMs: 20, limitMs: 5000, because: 'the known answer' }],
}

const statuses = (seen: Seen) => {
  const layers = HealthLayers.parse(layersOf(seen))
  return [layers.connectivity, layers.system, layers.application, layers.functional]
    .map(({ status }) => status)
    .join(' ')
}

describe('[R-095] four layers, each with its own verdict', () => {
  test.each([
    { name: 'all good', seen: good, is: 'healthy healthy healthy healthy' },
    { name: 'not connected', seen: { ...good, linked: false }, is: 'unhealthy healthy healthy healthy' },
    {
      name: '[D-12] cpu at its warning',
      seen: { ...good, system: { ...good.system, cpuPercent: 80 } },
      is: 'healthy degraded healthy healthy',
    },
    {
      name: '[D-12] memory at its limit',
      seen: { ...good, system: { ...good.system, memoryPercent: 90 } },
      is: 'healthy unhealthy healthy healthy',
    },
    {
      name: '[D-12] too hot',
      seen: { ...good, system: { ...good.system, temperatureC: 85 } },
      is: 'healthy unhealthy healthy healthy',
    },
    {
      name: '[R-092] hotter than usual, as the release allows',
      seen: {
        ...good,
        system: { ...good.system, temperatureC: 88 },
        bounds: {
          connectivity: 'heartbeat' as const,
          system: { temperatureC: { warn: 90, bad: 95 } },
          application: {},
        },
      },
      is: 'healthy healthy healthy healthy',
    },
    {
      name: '[R-093] fewer errors than usual, as the release asks',
      seen: {
        ...good,
        errorPercent: 3,
        bounds: { connectivity: 'heartbeat' as const, system: {}, application: { errorPercent: { warn: 1, bad: 2 } } },
      },
      is: 'healthy healthy unhealthy healthy',
    },
    {
      name: 'cpu unknown is not good',
      seen: { ...good, system: { ...good.system, cpuPercent: null } },
      is: 'healthy unknown healthy healthy',
    },
    {
      name: '[D-04] silent: agent alive, endpoint dead',
      seen: { ...good, application: null, silence: 'no answer', functional: [] },
      is: 'healthy healthy unhealthy unknown',
    },
    {
      name: '[R-093] another version',
      seen: { ...good, expectedVersion: '2.0.0' },
      is: 'healthy healthy unhealthy healthy',
    },
    { name: '[R-063] restarts', seen: { ...good, restarts: 3 }, is: 'healthy healthy unhealthy healthy' },
    { name: 'errors noticeable', seen: { ...good, errorPercent: 12 }, is: 'healthy healthy degraded healthy' },
    {
      name: '[R-005] answers garbage',
      seen: { ...good, functional: [{ name: 'known frame', ok: false, tookMs: 2, limitMs: 10, because: 'label' }] },
      is: 'healthy healthy healthy unhealthy',
    },
  ])('$name', ({ seen, is }) => {
    expect(statuses(seen)).toBe(is)
  })
})
