import type { DevicesView } from '../../server/protocol/views/device-view.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { FILTER_KEYS, FILTER_WORD, type Filter, type FilterKey, valueWord } from './filter.ts'

type Props = { filter: Filter; view: DevicesView; onRemove: (key: FilterKey) => void; onClear: () => void }

export function NoMatch({ filter, view, onRemove, onClear }: Props) {
  if (view.total === 0)
    return (
      <Empty command="npm run agent -- --server http://localhost:7300 --token TOKEN --dir ./device-1">
        No device has enrolled yet. Start an agent on a device and it appears here.
      </Empty>
    )
  const active = FILTER_KEYS.filter((key) => filter[key])
  return (
    <Empty
      act={
        <div className="flex flex-wrap gap-2">
          {active.map((key) => (
            <Button key={key} size="compact" onClick={() => onRemove(key)}>
              Without {FILTER_WORD[key].toLowerCase()} “{valueWord(key, filter[key] ?? '', view.siteNames)}”
            </Button>
          ))}
          <Button size="compact" tone="ghost" onClick={onClear}>
            Clear all filters
          </Button>
        </div>
      }
    >
      No device matches all of this. Let go of one:
    </Empty>
  )
}
