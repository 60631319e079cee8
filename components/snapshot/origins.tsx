import { Lock } from 'lucide-react'
import type { ConfigOrigin } from '../../server/protocol/config-layer.ts'
import { At } from '../live/time.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

const SCOPE = { fleet: 'Whole fleet', group: 'Group', site: 'Site', device: 'Device' } as const

/** What one device is told, and which layer says each value. */
export function Origins({ origins, label }: { origins: readonly ConfigOrigin[]; label: string }) {
  if (origins.length === 0) return <p className="px-4 py-6 text-muted">It is told nothing: no layer names a key.</p>
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Key</Th>
          <Th>Value</Th>
          <Th>From</Th>
          <Th>Set by</Th>
        </tr>
      </thead>
      <tbody>
        {origins.map(({ path, value, secret, from, set }) => (
          <tr key={path}>
            <Td className="font-mono text-secondary">{path}</Td>
            <Td className="max-w-64 break-words font-mono text-secondary">
              <Value value={value} secret={secret} />
            </Td>
            <Td className="whitespace-nowrap text-muted text-secondary">
              {SCOPE[from.scope]} {from.key}
            </Td>
            <Td className="whitespace-nowrap text-muted text-secondary">
              {set ? (
                <>
                  {set.by}, <At at={set.at} seconds={false} />
                </>
              ) : (
                'not known'
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

export function Value({ value, secret }: { value: unknown; secret: boolean }) {
  if (!secret) return JSON.stringify(value)
  return (
    <span className="inline-flex items-center gap-1 text-muted" title="Secret: only the device is told the value">
      <Lock aria-label="secret" className="size-3.5" strokeWidth={1.75} />
      ••••
    </span>
  )
}
