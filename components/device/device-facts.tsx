import type { ReactNode } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { count } from '../ui/numbers.ts'

export function DeviceFacts({ view }: { view: DeviceView }) {
  return (
    <Card title="Registry">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
        <Fact term="Architecture">{view.architecture}</Fact>
        <Fact term="Agent">{view.agentVersion ?? 'not reported'}</Fact>
        <Fact term="Memory">{count(view.memoryMb)} MB</Fact>
        <Fact term="Disk">{count(view.diskMb)} MB</Fact>
        <Fact term="Enrolled">
          <At at={view.enrolledAt} seconds={false} />
        </Fact>
        <Fact term="Key fingerprint">
          <span className="flex items-center gap-1">
            <span className="min-w-0 truncate font-mono text-secondary" title={view.keyFingerprint}>
              {view.keyFingerprint}
            </span>
            <Copy text={view.keyFingerprint} label="Copy the key fingerprint" />
          </span>
        </Fact>
        <Fact term="Capabilities" wide>
          {view.capabilities.join(', ') || 'none'}
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ term, wide, children }: { term: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-muted text-secondary">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}
