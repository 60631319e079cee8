import { withoutTerm } from '../../server/protocol/selector/edit.ts'
import type { DeviceFacetsView } from '../../server/protocol/views/devices-view.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { plural } from '../ui/numbers.ts'

type Props = { where: string; facets: DeviceFacetsView; onChange: (where: string) => void }

/** Names the single condition that stands in the way, when it is one. */
export function NoMatch({ where, facets, onChange }: Props) {
  if (facets.total === 0)
    return (
      <Empty command="npm run agent -- --server http://localhost:7300 --token TOKEN --dir ./device-1">
        No device has enrolled yet. Start an agent on a device and it appears here.
      </Empty>
    )
  return (
    <Empty
      act={
        <div className="flex flex-wrap gap-2">
          {facets.without.map(({ index, text, devices }) => (
            <Button key={index} size="compact" onClick={() => onChange(withoutTerm(where, index))}>
              Without <span className="font-mono">{text}</span> {plural(devices, 'device')}
            </Button>
          ))}
          <Button size="compact" tone="ghost" onClick={() => onChange('')}>
            Clear the query
          </Button>
        </div>
      }
    >
      {facets.without.length > 0
        ? 'No device matches all of this. One condition less and some do:'
        : 'No device matches, and taking away any one condition does not help.'}
    </Empty>
  )
}
