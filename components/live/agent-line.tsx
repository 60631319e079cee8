'use client'

import { useSyncExternalStore } from 'react'
import { Copy } from '../ui/copy.tsx'

const noChange = () => () => {}

/** What is typed on the device. The server's address is the one this page was reached at. */
export function AgentLine({ token }: { token?: string }) {
  const origin = useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => 'https://this-server',
  )
  const line = `npm run agent -- --server ${origin} ${token ? `--token ${token} ` : ''}--dir ./device`
  return (
    <div className="flex max-w-full items-center gap-2 rounded-control bg-sunken px-2.5 py-1.5">
      <code className="min-w-0 flex-1 overflow-x-auto font-mono text-secondary whitespace-nowrap">{line}</code>
      <Copy text={line} label="Copy the agent command" />
    </div>
  )
}
