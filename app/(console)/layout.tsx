import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { LiveProvider } from '../../components/live/live-provider.tsx'
import { SessionEnded } from '../../components/person/session-ended.tsx'
import { DemoBand } from '../../components/shell/demo-band.tsx'
import { Rail } from '../../components/shell/rail.tsx'
import { WaitingProvider } from '../../components/shell/waiting.tsx'
import { TooltipProvider } from '../../components/ui/tooltip.tsx'
import { approvalsView } from '../../server/queries/approvals.ts'
import { database } from '../../server/queries/database.ts'
import { driftCountView } from '../../server/queries/drift-count.ts'
import { discrepancyCountView, lobbyCountView } from '../../server/queries/waiting-counts.ts'
import { signedIn } from '../request.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { person, now, demo } = await signedIn()
  const db = database()
  const [approvals, drift, lobby, discrepancies] = await Promise.all([
    approvalsView(db, person, now),
    driftCountView(db, now),
    lobbyCountView(db, now),
    discrepancyCountView(db, now),
  ])
  return (
    <NuqsAdapter>
      <LiveProvider serverTime={now}>
        <TooltipProvider delayDuration={300}>
          <a
            href="#main"
            className="-translate-y-20 focus:translate-y-0 fixed top-2 left-2 z-50 rounded-control border bg-card px-3 py-2"
          >
            Skip to content
          </a>
          {demo && <DemoBand />}
          <WaitingProvider lobby={lobby} discrepancies={discrepancies}>
            <div className="min-h-dvh md:flex">
              <Rail approvals={approvals} drift={drift} />
              <div className="min-w-0 flex-1">{children}</div>
            </div>
          </WaitingProvider>
          <SessionEnded demo={demo} />
        </TooltipProvider>
      </LiveProvider>
    </NuqsAdapter>
  )
}
