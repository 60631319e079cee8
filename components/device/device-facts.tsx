import type { ReactNode } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { bytes } from '../ui/numbers.ts'

const MIB = 1024 * 1024

export function DeviceFacts({ view }: { view: DeviceView }) {
  return (
    <Card title="Hardware and agent" note="as it says itself">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
        <Fact term="Architecture">{view.architecture}</Fact>
        <Fact term="Agent">{view.agentVersion ?? 'not reported'}</Fact>
        <Fact term="Memory">{bytes(view.memoryMb * MIB)}</Fact>
        <Fact term="Disk">{bytes(view.diskMb * MIB)}</Fact>
        <Fact term="Enrolled">
          <At at={view.enrolledAt} seconds={false} />
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
