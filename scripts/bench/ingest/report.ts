/** A report as a gateway with nine checks and a busy second sends it: about 1.7 KB of JSON. */
export function benchReport(device: number, turn: number): object {
  const jitter = ((device * 31 + turn * 17) % 100) / 100
  const check = (name: string, value: number, limit: number, unit: string) => ({
    name,
    status: 'healthy',
    value: value + jitter,
    limit,
    unit,
    because: `${name} ${(value + jitter).toFixed(1)} ${unit}, limit ${limit}`,
  })
  const layer = (...checks: object[]) => ({ status: 'healthy', checks })
  const bin = 100 + (device % 20)
  return {
    type: 'report',
    intervalMs: 10_000,
    reported: BENCH_REPORTED,
    health: {
      connectivity: layer(check('agent heartbeat', 1, 30, 's')),
      system: layer(
        check('cpu', 20, 90, '%'),
        check('memory', 40, 90, '%'),
        check('disk', 30, 90, '%'),
        check('temperature', 50, 80, '°C'),
      ),
      application: layer(
        check('health endpoint', 4, 5_000, 'ms'),
        check('error rate', 0, 5, '%'),
        check('restarts', 0, 3, ''),
      ),
      functional: layer(check('classify a known image', 12, 1_000, 'ms')),
    },
    reachable: true,
    metrics: {
      requests: 100,
      errors: turn % 50 === 0 ? 1 : 0,
      latencyMs: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [String(bin + index), 8 + ((turn + index) % 3)]),
      ),
    },
    system: {
      cpuPercent: 20 + jitter,
      memoryPercent: 40 + jitter,
      memoryMb: 410 + jitter,
      diskPercent: 30,
      temperatureC: 50 + jitter,
    },
    restarts: 0,
  }
}

const sha256 = (digit: string) => digit.repeat(64)

export const BENCH_REPORTED = {
  generation: 3,
  running: { name: 'edge-inference', version: '2.3.1', sha256: sha256('a') },
  slot: 'a',
  standby: { name: 'edge-inference', version: '2.3.0', sha256: sha256('b') },
  update: { state: 'confirmed' },
}
