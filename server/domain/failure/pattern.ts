export type FailedDevice = { readonly hardwareType: string; readonly region: string; readonly reason: string }

export type FailurePattern = {
  readonly kind: 'artifact' | 'compatibility' | 'infrastructure' | 'unknown'
  readonly because: string
  readonly table: readonly { readonly label: string; readonly failed: number; readonly exposed: number }[]
}

const NETWORK_OR_DISK = new Set(['download-failed', 'disk-full', 'install-timeout'])

/** R-129 by counting: one failure everywhere, one hardware type, or scattered. Below three failures nothing is said. */
export function failurePattern(
  failed: readonly FailedDevice[],
  exposed: readonly { readonly hardwareType: string }[],
): FailurePattern | null {
  if (failed.length < 3) return null
  const exposedByType = tally(exposed.map((device) => device.hardwareType))
  const failedByType = tally(failed.map((device) => device.hardwareType))
  const table = [...exposedByType].map(([label, total]) => ({
    label,
    failed: failedByType.get(label) ?? 0,
    exposed: total,
  }))
  const reasons = tally(failed.map((device) => device.reason))
  const [topReason = '', topCount = 0] = [...reasons].toSorted((a, b) => b[1] - a[1])[0] ?? []
  const oneReason = topCount >= failed.length * 0.8
  const hit = table.filter((row) => row.failed > 0)
  const share = failed.length / exposed.length

  if (oneReason && NETWORK_OR_DISK.has(topReason)) {
    return {
      kind: 'infrastructure',
      because: `${topCount} of ${failed.length} failures are ${topReason}: network or disk, not the version.`,
      table,
    }
  }
  if (hit.length === 1 && table.length > 1 && hit[0]) {
    return {
      kind: 'compatibility',
      because: `All ${failed.length} failures are ${hit[0].label} (${hit[0].failed} of ${hit[0].exposed}); no other type failed.`,
      table,
    }
  }
  // The rail acts on the first failures: devices sent back before they could answer acquit nobody.
  if (oneReason && share >= 0.5 && (hit.length > 1 || table.length === 1)) {
    return {
      kind: 'artifact',
      because: `The same failure on ${hit.length === table.length ? 'every hardware type' : `${hit.length} hardware types`}: ${topReason}, ${topCount} of ${exposed.length} exposed devices.`,
      table,
    }
  }
  return {
    kind: 'unknown',
    because: `${failed.length} failures with ${reasons.size === 1 ? 'one reason' : `${reasons.size} reasons`} on ${hit.length} of ${table.length} hardware types: no clear pattern.`,
    table,
  }
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
