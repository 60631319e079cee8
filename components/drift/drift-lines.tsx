import type { DeviceDriftView, DriftLine } from '../../server/protocol/views/drift-view.ts'
import { At } from '../live/time.tsx'
import { useRefusal } from '../live/use-refusal.ts'
import { cn } from '../ui/cn.ts'
import { Copy } from '../ui/copy.tsx'
import { Accept } from './accept.tsx'
import { Setter } from './setter.tsx'
import { Value } from './value.tsx'
import { CAUSE, KIND } from './words.ts'

const COLUMNS = 'lg:grid lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)] lg:gap-4'

/** Side by side where there is room; one under the other where there is not. */
export function DriftLines({ view, lines }: { view: DeviceDriftView; lines: readonly DriftLine[] }) {
  const refusal = useRefusal()
  if (lines.length === 0) return <p className="px-4 py-6 text-muted">{sentenceOf(view)}</p>
  return (
    <>
      <div aria-hidden className={cn('hidden border-b px-4 py-1.5 font-medium text-micro text-muted', COLUMNS)}>
        <span>Key</span>
        <span>Desired</span>
        <span>Reported</span>
      </div>
      <ul aria-label="Keys" className="divide-y">
        {lines.map((line) => (
          <li key={`${line.kind} ${line.key}`} className={cn('flex flex-col gap-2 px-4 py-2.5', COLUMNS)}>
            <div className="min-w-0">
              <p className="flex min-w-0 items-center gap-1">
                <code className="min-w-0 font-medium font-mono break-all">{line.key}</code>
                <Copy text={line.key} label={`Copy path ${line.key}`} />
              </p>
              <p className="text-muted text-secondary">
                {KIND[line.kind].label}
                {line.secret && (line.equal ? ' · secret, equal' : ' · secret, not equal')}
                {line.cause && ` · ${CAUSE[line.cause]}`}
                {line.since !== null && (
                  <>
                    {' '}
                    since <At at={line.since} />
                  </>
                )}
                {line.set && <Setter set={line.set} />}
              </p>
              {line.note && <p className="text-secondary text-warn-text">{line.note}</p>}
              {!line.equal && line.kind === 'config' && (
                <div className="-ml-2.5 mt-1">
                  <Accept
                    size="compact"
                    target={{ device: view.id, key: line.key }}
                    what={line.key}
                    refused={refusal(line.accept)}
                  />
                </div>
              )}
            </div>
            <Side label="Desired" value={line.desired} secret={line.secret} />
            <Side label="Reported" value={line.reported} secret={line.secret} strong={!line.equal} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Side({ label, strong, ...value }: { label: string; value: unknown; secret: boolean; strong?: boolean }) {
  return (
    <div className={cn('flex min-w-0 items-baseline gap-2', strong && 'text-drift-text')}>
      <span className="w-16 shrink-0 text-muted text-secondary lg:sr-only">{label}</span>
      <Value {...value} />
    </div>
  )
}

function sentenceOf({ verdict, because }: DeviceDriftView): string {
  switch (verdict) {
    case 'in-sync':
      return 'Nothing differs: it has what it was given.'
    case 'drift':
      return 'Nothing differs any more; it is compared again in a moment.'
    case 'in-flight':
      return `Not compared now: ${because}.`
    case 'unknown':
      return `Neither drift nor in sync: ${because}.`
    default:
      return verdict satisfies never
  }
}
