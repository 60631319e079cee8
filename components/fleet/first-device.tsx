import Link from 'next/link'
import { AgentLine } from '../live/agent-line.tsx'
import { page } from '../paths.ts'

export function FirstDevice() {
  return (
    <section aria-label="First device" className="rounded-card border bg-card">
      <div className="flex flex-col items-start gap-3 px-4 py-8">
        <p className="max-w-prose text-form text-muted">
          No device has enrolled yet. Start an agent on a device: it waits in the{' '}
          <Link href={page.lobby()} className="underline underline-offset-2">
            lobby
          </Link>{' '}
          until you accept it. Or see a whole fleet first with <code className="font-mono">npm run demo</code>.
        </p>
        <AgentLine />
      </div>
    </section>
  )
}
