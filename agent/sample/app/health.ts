import { statfsSync } from 'node:fs'

type Condition = { version: string; failing: number; memoryMb: number; limitMb: number; freeDisk: number }

/** R-088 … R-090: the answer of `GET /health` but for its metrics. */
export function health({ version, failing, memoryMb, limitMb, freeDisk }: Condition) {
  const used = memoryMb / limitMb
  const checks = {
    inference_engine: failing > 0.5 ? 'failing' : failing > 0.05 ? 'warning' : 'ok',
    model_loaded: 'ok',
    disk_space: freeDisk < 0.2 ? 'warning' : 'ok',
    memory: used > 0.8 ? 'warning' : 'ok',
    gpu: 'ok',
  }
  const warnings = [
    ...(failing > 0.05 ? [`${(failing * 100).toFixed(0)}% of inferences fail`] : []),
    ...(freeDisk < 0.2 ? ['disk_space below 20% threshold'] : []),
    ...(used > 0.8 ? [`memory at ${(used * 100).toFixed(0)}% of ${limitMb} MB`] : []),
  ]
  const words = Object.values(checks)
  const status = words.includes('failing') ? 'unhealthy' : words.includes('warning') ? 'degraded' : 'healthy'
  return {
    status,
    version,
    uptime_seconds: Math.round(process.uptime()),
    checks,
    ...(warnings.length > 0 ? { warnings } : {}),
  }
}

export function freeDisk(): number {
  const { bavail, blocks } = statfsSync('.')
  return blocks > 0 ? bavail / blocks : 1
}
