'use client'

import { GitBranchPlus } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import type { PlanView } from '../../../server/protocol/views/plan-view.ts'
import { Ago } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { Copy } from '../../ui/copy.tsx'
import { Became } from '../plan-chain.tsx'

export function PlanHeader({ view }: { view: PlanView }) {
  const { number, name, createdBy, createdAt } = view
  const address = useAddress(page.plan(number))
  return (
    <header className="mb-4 flex flex-col gap-3 md:flex-row md:items-start md:justify-between">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-page">
            Plan {number}: {name}
          </h1>
          <Became plan={view} />
        </div>
        <p className="mt-1 text-muted text-secondary">
          Saved by {createdBy} <Ago at={createdAt} />
          {view.revisionOf !== null && (
            <>
              {' · revision of '}
              <Link href={page.plan(view.revisionOf)} className="rounded-mark underline underline-offset-2">
                plan {view.revisionOf}
              </Link>
            </>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Copy text={address} label="Copy link" visible />
        <Link href={page.revise(number)} className={buttonClass()}>
          <GitBranchPlus aria-hidden className="size-4" strokeWidth={1.75} />
          Make a new revision
        </Link>
      </div>
    </header>
  )
}

/** Only the browser knows under which name it reached the server. */
function useAddress(path: string): string {
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(window.location.origin), [])
  return `${origin}${path}`
}
