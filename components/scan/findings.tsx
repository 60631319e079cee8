import Link from 'next/link'
import type { FindingKind, ScanFinding } from '../../server/protocol/views/scan-view.ts'
import { page } from '../paths.ts'
import { TEXT } from '../status/tone.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { count, plural } from '../ui/numbers.ts'
import { KINDS } from './finding-kinds.ts'

const SHOWN = 8

type Props = { kind: FindingKind; total: number; findings: readonly ScanFinding[] }

/** One kind of finding: what it means, what to do, and whom it concerns. */
export function Findings({ kind, total, findings }: Props) {
  const { label, tone, glyph: Glyph, todo, act } = KINDS[kind]
  const rest = findings.slice(SHOWN)
  return (
    <Card
      title={label}
      note={plural(total, 'device')}
      acts={
        act && (
          <Link href={act.href} className="rounded-mark text-secondary underline underline-offset-2">
            {act.label}
          </Link>
        )
      }
      flush
    >
      <p className="flex items-start gap-1.5 px-4 py-2.5">
        <Glyph aria-hidden className={cn('mt-0.5 size-4 shrink-0', TEXT[tone])} strokeWidth={1.75} />
        {todo}
      </p>
      <Rows findings={findings.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details className="group border-t">
          <summary className="flex min-h-9 cursor-pointer items-center px-4 text-muted text-secondary group-open:hidden">
            {count(rest.length)} more
          </summary>
          <Rows findings={rest} />
        </details>
      )}
      {total > findings.length && (
        <p className="border-t px-4 py-2 text-muted text-secondary">
          The first {count(findings.length)} of {count(total)}.
        </p>
      )}
    </Card>
  )
}

function Rows({ findings }: { findings: readonly ScanFinding[] }) {
  return (
    <ul className="divide-y border-t">
      {findings.map(({ deviceId, name, detail }) => (
        <li
          key={`${deviceId} ${name} ${detail}`}
          className="grid gap-x-4 px-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
        >
          {deviceId ? (
            <Link href={page.device(deviceId)} className="min-w-0 truncate rounded-mark font-medium hover:underline">
              {name}
            </Link>
          ) : (
            <span className="min-w-0 truncate font-medium">{name}</span>
          )}
          <span className="min-w-0 break-words text-muted">{detail}</span>
        </li>
      ))}
    </ul>
  )
}
