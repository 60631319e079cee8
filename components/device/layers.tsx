import type { HealthCheck, HealthLayer } from '../../server/protocol/health.ts'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { Ago } from '../live/time.tsx'
import { LAYER_STATUS, LAYERS } from '../status/layer-status.ts'
import { TEXT } from '../status/tone.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { measured } from '../ui/numbers.ts'

/** Four layers, coarsest first, each check with its value beside its limit. What cannot be known is grey, never red. */
export function Layers({ view }: { view: DeviceView }) {
  const { row } = view
  const health = view.health && (row.online ? view.health : { ...view.health, connectivity: CUT_OFF })
  // Behind a connection that is gone the other layers are what they were, not what they are.
  const heard = row.online && health?.connectivity.status !== 'unhealthy'
  return (
    <Card
      title="Health layers"
      note={
        view.reportedAt === null ? (
          'No report yet'
        ) : (
          <>
            Reported <Ago at={view.reportedAt} />
            {view.healthOf && `, seen on ${view.healthOf.version}`}
          </>
        )
      }
      flush
    >
      {view.healthOf && view.reported?.running && view.healthOf.version !== view.reported.running.version && (
        <p className="border-b px-4 py-2 text-muted text-secondary">
          {`Seen while ${view.healthOf.version} ran: it says nothing about ${view.reported.running.version}.`}
        </p>
      )}
      {health ? (
        <ol className="divide-y">
          {LAYERS.map((layer, index) => (
            <LayerRow
              key={layer.key}
              number={index + 1}
              label={layer.label}
              layer={health[layer.key]}
              known={layer.key === 'connectivity' || heard}
            />
          ))}
        </ol>
      ) : (
        <p className="px-4 py-6 text-muted">This device has not reported its health yet.</p>
      )}
    </Card>
  )
}

/** The last report came over a connection that is gone: what it said of itself is no longer so. */
const CUT_OFF: HealthLayer = {
  status: 'unknown',
  checks: [
    { name: 'heartbeat', status: 'unknown', value: 0, limit: null, unit: '', because: 'Nothing is heard of it.' },
  ],
}

type RowProps = { number: number; label: string; layer: HealthLayer; known: boolean }

function LayerRow({ number, label, layer, known }: RowProps) {
  const { label: word, glyph: Glyph, tone } = LAYER_STATUS[known ? layer.status : 'unknown']
  return (
    <li className="px-4 py-2.5">
      <div className="flex items-center gap-2">
        <span aria-hidden className="w-3 text-muted text-secondary">
          {number}
        </span>
        <h3 className="font-medium">{label}</h3>
        <span className={cn('ml-auto inline-flex items-center gap-1.5 font-medium text-secondary', TEXT[tone])}>
          <Glyph aria-hidden className="size-4" strokeWidth={1.75} />
          {word}
        </span>
      </div>
      {!known && <p className="mt-1 pl-5 text-muted text-secondary">Last known:</p>}
      <ul className={cn('mt-1 flex flex-col gap-0.5 pl-5', !known && '[&_*]:text-muted')}>
        {layer.checks.map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ul>
    </li>
  )
}

function CheckRow({ check }: { check: HealthCheck }) {
  const { tone } = LAYER_STATUS[check.status]
  const quiet = check.status === 'healthy'
  const word = wordOf(check)
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 text-secondary leading-5">
      <span className={quiet ? 'text-muted' : cn('font-medium', TEXT[tone])}>{nameOf(check)}</span>
      {word !== null && <span>{word}</span>}
      {word === null && check.value !== null && (
        <span className="value">
          {withUnit(check.value, check.unit)}
          {check.limit !== null && <span className="text-muted"> · limit {withUnit(check.limit, check.unit)}</span>}
        </span>
      )}
      {saysMore(check, word) && <span className="min-w-0 text-muted">{check.because}</span>}
    </li>
  )
}

const NAME: Readonly<Record<string, string>> = { cpu: 'CPU', status: 'Own status' }
const YES_NO: Readonly<Record<string, readonly [string, string]>> = {
  heartbeat: ['connected', 'not connected'],
  endpoint: ['answers', 'does not answer'],
}

function nameOf({ name }: HealthCheck): string {
  const plain = name.replaceAll(/[-_]/g, ' ')
  return NAME[name] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** What is so or not so has no number: just the word. */
function wordOf({ name, status, value }: HealthCheck): string | null {
  if (name === 'status' && value === null) return LAYER_STATUS[status].label.toLowerCase()
  const words = YES_NO[name]
  return words && value !== null ? words[value === 1 ? 0 : 1] : null
}

function saysMore({ name, status, value, because }: HealthCheck, word: string | null): boolean {
  if (status === 'healthy') return value === null && word === null
  return !(value !== null && because.startsWith(`${name} `))
}

const withUnit = (value: number, unit: string) => `${measured(value)}${unit && `\u202f${unit}`}`
