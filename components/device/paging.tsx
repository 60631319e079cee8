import type { DevicesView } from '../../server/protocol/views/device-view.ts'
import { Button } from '../ui/button.tsx'
import { count } from '../ui/numbers.ts'

type Props = { view: DevicesView; cursor: string | undefined; onGo: (cursor: string | null) => void }

/** The end of the list is said, so that nobody waits for more. */
export function Paging({ view, cursor, onGo }: Props) {
  if (view.devices.length === 0) return null
  return (
    <div className="flex items-center gap-2 border-t px-4 py-2 text-muted text-secondary">
      <p className="mr-auto">
        {view.cursor || cursor
          ? `${count(view.devices.length)} of ${count(view.matched)} shown`
          : `All ${count(view.matched)} shown`}
      </p>
      {cursor && (
        <Button size="compact" onClick={() => onGo(null)}>
          First page
        </Button>
      )}
      {view.cursor && (
        <Button size="compact" onClick={() => onGo(view.cursor)}>
          Next page
        </Button>
      )}
    </div>
  )
}
