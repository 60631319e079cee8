import { CircleCheck, CircleDashed, OctagonX } from 'lucide-react'
import type { PreflightItem } from '../../../server/protocol/rollout-state.ts'
import { Card } from '../../ui/card.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'

type Props = {
  /** as it was when the plan was saved; empty: it was started without that */
  saved: readonly PreflightItem[]
  /** now, or as the engine computed it at the start */
  later: readonly PreflightItem[]
  laterIs: string
}

/** The thirteen items as they were decided about, and as they are: what is unmet now comes first. */
export function PreflightThenNow({ saved, later, laterIs }: Props) {
  const rows = (later.length > 0 ? later : saved).map((item) => ({
    item,
    before: saved.find((one) => one.rule === item.rule),
    after: later.find((one) => one.rule === item.rule),
  }))
  const ordered = rows.toSorted((a, b) => Number(a.after?.met ?? a.item.met) - Number(b.after?.met ?? b.item.met))
  return (
    <Card title="Pre-flight" note={noteOf(saved, later, laterIs)} flush>
      {rows.length === 0 ? (
        <p className="px-4 py-6 text-muted">It is being computed.</p>
      ) : (
        <>
          <div className="max-md:hidden">
            <Table label="Pre-flight, when the plan was saved and after">
              <thead>
                <tr>
                  <Th>Item</Th>
                  {saved.length > 0 && <Th>When it was saved</Th>}
                  <Th>{laterIs}</Th>
                </tr>
              </thead>
              <tbody>
                {ordered.map(({ item, before, after }) => (
                  <tr key={item.rule}>
                    <Td className="w-1/4 align-top">
                      {item.name} <span className="font-mono text-micro text-muted whitespace-nowrap">{item.rule}</span>
                    </Td>
                    {saved.length > 0 && (
                      <Td className="align-top">
                        <Outcome item={before} />
                      </Td>
                    )}
                    <Td className="align-top">
                      <Outcome item={after} />
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
          <ul className="divide-y md:hidden">
            {ordered.map(({ item, before, after }) => (
              <li key={item.rule} className="px-4 py-2">
                <p className="font-medium">{item.name}</p>
                {saved.length > 0 && (
                  <>
                    <p className="text-micro text-muted">When it was saved</p>
                    <Outcome item={before} />
                  </>
                )}
                <p className="text-micro text-muted">{laterIs}</p>
                <Outcome item={after} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function noteOf(saved: Props['saved'], later: Props['later'], laterIs: string): string {
  const met = (items: Props['saved']) => `${items.filter((item) => item.met).length} of ${items.length} met`
  const parts = [
    ...(saved.length > 0 ? [`${met(saved)} when it was saved`] : []),
    ...(later.length > 0 ? [`${met(later)} ${laterIs.toLowerCase()}`] : []),
  ]
  return parts.join(', ')
}

function Outcome({ item }: { item: PreflightItem | undefined }) {
  if (!item)
    return (
      <span className="flex items-center gap-2 text-muted text-secondary">
        <CircleDashed aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        Not computed yet
      </span>
    )
  const Glyph = item.met ? CircleCheck : OctagonX
  return (
    <span className={item.met ? 'flex gap-2 text-muted text-secondary' : 'flex gap-2 text-fail-text text-secondary'}>
      <Glyph
        aria-hidden
        className={item.met ? 'mt-0.5 size-4 shrink-0 text-ok-text' : 'mt-0.5 size-4 shrink-0'}
        strokeWidth={1.75}
      />
      <span>
        <span className="sr-only">{item.met ? 'Met: ' : 'Not met: '}</span>
        {item.because}
        {!item.met && item.href && (
          <>
            {' '}
            <a href={item.href} className="rounded-mark font-medium text-run-text underline">
              Look there
            </a>
          </>
        )}
      </span>
    </span>
  )
}
