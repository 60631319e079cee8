import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'

/** The last words of applications that failed here. */
export function Logs({ logs }: { logs: DeviceView['logs'] }) {
  const text = logs.map((line) => line.text).join('\n')
  return (
    <Card
      title="Logs"
      note="What failed applications printed last"
      flush
      acts={logs.length > 0 && <Copy text={text} label="Copy logs" />}
    >
      {logs.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing failed here, so nothing was kept.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="max-h-80 overflow-auto py-2 font-mono text-secondary" tabIndex={0} aria-label="Log lines">
          {logs.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and the list only ever grows as a whole
            <li key={index} className="flex gap-3 px-4 whitespace-pre">
              <At at={line.at} className="shrink-0 text-muted" />
              {line.text}
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
