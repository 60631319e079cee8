import type { ApplicationHealth } from '../../server/protocol/application-health.ts'
import type { HealthCheck, HealthLayer, HealthLayers, LayerStatus } from '../../server/protocol/health.ts'
import type { HealthBounds } from '../../server/protocol/health-bounds.ts'
import type { ReportSystem } from '../../server/protocol/report.ts'

/** What was seen at one moment, before anything is concluded. */
export type Seen = {
  linked: boolean
  system: ReportSystem
  /** null: the health endpoint did not answer 200 in time */
  application: ApplicationHealth | null
  /** why it is null */
  silence: string
  expectedVersion: string | null
  restarts: number
  /** per cent of requests since the look before; null when there were none */
  errorPercent: number | null
  functional: readonly FunctionalResult[]
  /** what the release says instead of the limits below */
  bounds?: HealthBounds | undefined
}

export type FunctionalResult = { name: string; ok: boolean; tookMs: number | null; limitMs: number; because: string }

/** D-12, and what no rule names: errors that an operator would call noticeable, and bad. */
const LIMITS = {
  cpuPercent: { warn: 80, bad: 90 },
  memoryPercent: { warn: 80, bad: 90 },
  diskPercent: { warn: 80, bad: 90 },
  temperatureC: { warn: 80, bad: 85 },
  errorPercent: { warn: 5, bad: 25 },
  restarts: { warn: 1, bad: 3 },
}

const RANK: Record<LayerStatus, number> = { healthy: 0, unknown: 1, degraded: 2, unhealthy: 3 }

/** R-091 … R-095: four layers, run and reported apart. */
export function layersOf(seen: Seen): HealthLayers {
  return {
    connectivity: layer([connectivity(seen.linked)]),
    system: layer(system(seen)),
    application: layer(application(seen)),
    functional: layer(functional(seen.functional)),
  }
}

/** A layer is as bad as its worst check; one that could not be checked keeps it from being healthy. */
function layer(checks: HealthCheck[]): HealthLayer {
  const worst = checks.reduce<LayerStatus>((so, { status }) => (RANK[status] > RANK[so] ? status : so), 'healthy')
  return { status: checks.length === 0 ? 'unknown' : worst, checks }
}

function connectivity(linked: boolean): HealthCheck {
  const because = linked ? 'the agent is connected to the server' : 'the agent is not connected to the server'
  return {
    name: 'heartbeat',
    status: linked ? 'healthy' : 'unhealthy',
    value: linked ? 1 : 0,
    limit: 1,
    unit: '',
    because,
  }
}

function system({ system: { cpuPercent, memoryPercent, diskPercent, temperatureC }, bounds }: Seen): HealthCheck[] {
  const limits = { ...LIMITS, ...bounds?.system }
  const checks = [
    upTo('cpu', cpuPercent, limits.cpuPercent, '%'),
    upTo('memory', memoryPercent, limits.memoryPercent, '%'),
    upTo('disk', diskPercent, limits.diskPercent, '%'),
  ]
  // A machine without a sensor is not a machine of unknown health.
  return temperatureC === null ? checks : [...checks, upTo('temperature', temperatureC, limits.temperatureC, '°C')]
}

function application(seen: Seen): HealthCheck[] {
  const { application: said } = seen
  const limits = { ...LIMITS, ...seen.bounds?.application }
  const restarts = upTo('restarts', seen.restarts, limits.restarts, '')
  if (!said) return [check('endpoint', 'unhealthy', 0, 1, '', seen.silence), restarts]
  const rightVersion = seen.expectedVersion === null || said.version === seen.expectedVersion
  const version = `runs ${said.version}${rightVersion ? '' : `, not ${seen.expectedVersion}`}`
  const failing = Object.entries(said.checks).filter(([, word]) => word !== 'ok')
  const own = [...(said.warnings ?? []), ...failing.map(([name, word]) => `${name}: ${word}`)].join('; ')
  return [
    check('endpoint', 'healthy', 1, 1, '', 'the health endpoint answers'),
    check('status', said.status, null, null, '', `it calls itself ${said.status}${own ? ` (${own})` : ''}`),
    check('version', rightVersion ? 'healthy' : 'unhealthy', null, null, '', version),
    restarts,
    ...(seen.errorPercent === null ? [] : [upTo('error rate', seen.errorPercent, limits.errorPercent, '%')]),
  ]
}

function functional(results: readonly FunctionalResult[]): HealthCheck[] {
  return results
    .slice(0, 16)
    .map(({ name, ok, tookMs, limitMs, because }) =>
      check(name, ok ? 'healthy' : 'unhealthy', tookMs, limitMs, 'ms', because),
    )
}

function upTo(
  name: string,
  value: number | null,
  { warn, bad }: { warn: number; bad: number },
  unit: string,
): HealthCheck {
  if (value === null) return check(name, 'unknown', null, bad, unit, `${name} could not be measured`)
  const status = value >= bad ? 'unhealthy' : value >= warn ? 'degraded' : 'healthy'
  const shown = `${Math.round(value * 10) / 10}${unit ? ` ${unit}` : ''}`
  return check(name, status, value, bad, unit, `${name} ${shown}, limit ${bad}${unit ? ` ${unit}` : ''}`)
}

function check(
  name: string,
  status: LayerStatus,
  value: number | null,
  limit: number | null,
  unit: string,
  because: string,
): HealthCheck {
  const rounded = value === null ? null : Math.round(value * 10) / 10
  return { name: name.slice(0, 60), status, value: rounded, limit, unit, because: because.slice(0, 300) }
}
