import type { Hello } from '../../protocol/hello.ts'

/** What the registry can learn from the device itself. */
export type Registry = Hello['hardware'] & { readonly capabilities: readonly string[] }

/** What the registry says wrongly, with a sentence for the audit; null when both agree (R-003: the device is right). */
export function registryDifference(
  known: Registry,
  hello: Pick<Hello, 'hardware' | 'capabilities'>,
): { next: Registry; because: string } | null {
  const next: Registry = { ...hello.hardware, capabilities: [...hello.capabilities].sort() }
  const changes = [
    changed('hardware type', known.hardwareType, next.hardwareType),
    changed('architecture', known.architecture, next.architecture),
    changed('memory', `${known.memoryMb} MB`, `${next.memoryMb} MB`),
    changed('disk', `${known.diskMb} MB`, `${next.diskMb} MB`),
    changed(
      'capabilities',
      [...known.capabilities].sort().join(', ') || 'none',
      next.capabilities.join(', ') || 'none',
    ),
  ].filter((change) => change !== null)
  return changes.length === 0 ? null : { next, because: `The device says: ${changes.join('; ')}` }
}

const changed = (what: string, from: string, to: string) => (from === to ? null : `${what} ${from} → ${to}`)
