import type { ReactNode } from 'react'
import { DemoBand } from '../components/shell/demo-band.tsx'
import { Logo } from '../components/shell/logo.tsx'

/** The frame of the pages nobody is signed in on. */
export function Entry({
  demo,
  title,
  lead,
  children,
}: {
  demo: boolean
  title: string
  lead: string
  children: ReactNode
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {demo && <DemoBand />}
      <main className="flex flex-1 flex-col items-center px-4 pt-[10dvh] pb-12">
        <div className="w-full max-w-[400px]">
          <p className="mb-6 flex items-center gap-2.5 font-semibold text-form">
            <Logo className="size-6 text-run-text" />
            Wavegate
          </p>
          <div className="rounded-card border bg-card p-6">
            <h1 className="font-semibold text-page">{title}</h1>
            <p className="mt-1 mb-5 text-muted">{lead}</p>
            {children}
          </div>
        </div>
      </main>
    </div>
  )
}
