'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { PlanDiffView, PlanRow } from '../../../server/protocol/views/plan-view.ts'
import { page } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { inputClass } from '../../ui/field.tsx'
import { Changes } from './changes.tsx'

type Props = { number: number; others: readonly PlanRow[]; diff: PlanDiffView | null }

/** Any two plans against each other; the pair stands in the address. */
export function ComparePlans({ number, others, diff }: Props) {
  const router = useRouter()
  if (others.length === 0) return null
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor="against" className="font-medium">
          Compare with
        </label>
        <select
          id="against"
          className={cn(inputClass, 'w-auto max-w-full')}
          value={diff?.a.number ?? ''}
          onChange={({ target: { value } }) => router.push(page.plan(number, value ? Number(value) : undefined))}
        >
          <option value="">nothing</option>
          {others.map((one) => (
            <option key={one.number} value={one.number}>
              {`Plan ${one.number} · ${one.name}`}
            </option>
          ))}
        </select>
      </div>
      {diff && (
        <Card
          title={`What plan ${diff.b.number} does otherwise`}
          note={
            <>
              than{' '}
              <Link href={page.plan(diff.a.number)} className="underline underline-offset-2">
                plan {diff.a.number}
              </Link>
            </>
          }
        >
          {diff.changes.length === 0 ? (
            <p className="text-muted">Nothing: the same devices, waves, policy and target.</p>
          ) : (
            <Changes changes={diff.changes} />
          )}
        </Card>
      )}
    </>
  )
}
