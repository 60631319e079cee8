import { Lock } from 'lucide-react'

/** A value of a configuration with its type one hover away; what is not there says so in words. */
export function Value({ value, secret }: { value: unknown; secret: boolean }) {
  if (secret)
    return (
      <span className="inline-flex items-center gap-1 text-muted">
        <Lock aria-hidden className="size-3.5" strokeWidth={1.75} />
        hidden
      </span>
    )
  if (value === null || value === undefined) return <span className="text-muted">not set</span>
  return (
    <code title={typeOf(value)} className="rounded-mark bg-sunken px-1 py-0.5 font-mono text-secondary break-all">
      {textOf(value)}
    </code>
  )
}

/** A digest is known by its beginning; the rest is in its title. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value
  return JSON.stringify(value)
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? `sha256 ${value}` : typeof value
}
