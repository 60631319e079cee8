import type { Instant } from '../../protocol/ids.ts'
import type { DeviceFacts, Facts, Rollout } from '../rollout/rollout.ts'
import { parseTagged, taggedJson } from './tagged-json.ts'

/** Everything `decide` takes. */
export type Inputs = { readonly rollout: Rollout; readonly facts: Facts; readonly now: Instant }

/** What the next decision of the same rollout is compared with: one JSON text for each field and each device. */
export type Kept = { readonly rollout: ReadonlyMap<string, string>; readonly devices: readonly string[] }

export type WrittenInputs = {
  readonly text: string
  /** false: only what changed since the decision before */
  readonly whole: boolean
  readonly kept: Kept
}

type Head = {
  readonly now: Instant
  readonly rollout: Record<string, unknown>
  readonly facts: Omit<Facts, 'devices'>
  readonly devices: number
}

/** By field of a device: who has a new value, as distances from the one before (null: all of them), and which. */
type Columns = Record<string, readonly [distances: readonly number[] | null, values: readonly unknown[]]>

/**
 * The inputs as two lines of JSON, whole or on top of the decision before. Fields of devices stand in columns, because
 * neighbours are alike and pack well.
 */
export function writeInputs(before: Kept | null, inputs: Inputs): WrittenInputs {
  const { devices, ...facts } = inputs.facts
  const fields = new Map(Object.entries(inputs.rollout).map(([key, value]) => [key, likeness(key, value)]))
  const kept = { rollout: fields, devices: devices.map((device) => JSON.stringify(device)) }
  const columns = before && sameShape(before, kept) ? changedColumns(devices, kept.devices, before.devices) : null
  const head: Head = {
    now: inputs.now,
    rollout: Object.fromEntries(
      Object.entries(inputs.rollout).filter(([key]) => !columns || before?.rollout.get(key) !== fields.get(key)),
    ),
    facts,
    devices: devices.length,
  }
  const text = `${taggedJson(head)}\n${JSON.stringify(columns ?? allColumns(devices))}`
  return { text, whole: columns === null, kept }
}

/** A plan is frozen: its hash stands for its megabytes. */
const likeness = (key: string, value: unknown): string =>
  key === 'plan' ? (value as Rollout['plan']).hash : taggedJson(value)

const sameShape = (before: Kept, kept: Kept) =>
  before.devices.length === kept.devices.length &&
  before.rollout.size === kept.rollout.size &&
  [...kept.rollout.keys()].every((key) => before.rollout.has(key))

/** Null when a device lost a field: that can only be said by writing everything. */
function changedColumns(
  devices: readonly DeviceFacts[],
  texts: readonly string[],
  before: readonly string[],
): Columns | null {
  const columns = new Map<string, { places: number[]; values: unknown[] }>()
  for (const [place, device] of devices.entries()) {
    if (before[place] === texts[place]) continue
    const held = JSON.parse(before[place] ?? '{}') as Record<string, unknown>
    const fields = Object.entries(device).filter(([, value]) => value !== undefined)
    const names = new Set(fields.map(([field]) => field))
    if (Object.keys(held).some((field) => !names.has(field))) return null
    for (const [field, value] of fields) {
      if (field in held && same(held[field], value)) continue
      const column = columns.get(field) ?? { places: [], values: [] }
      columns.set(field, column)
      column.places.push(place)
      column.values.push(value)
    }
  }
  return Object.fromEntries(
    [...columns].map(([field, { places, values }]) => [field, [distances(places, devices.length), values]]),
  )
}

function allColumns(devices: readonly DeviceFacts[]): Columns {
  const fields = namesOf(devices)
  return Object.fromEntries(
    [...fields].map((field): [string, Columns[string]] => {
      const places = [...devices.keys()].filter((place) => devices[place]?.[field] !== undefined)
      return [field, [distances(places, devices.length), places.map((place) => devices[place]?.[field])]]
    }),
  )
}

function namesOf(devices: readonly DeviceFacts[]): ReadonlySet<keyof DeviceFacts> {
  const names = new Set<string>()
  for (const device of devices) for (const name in device) names.add(name)
  return names as ReadonlySet<keyof DeviceFacts>
}

const distances = (places: readonly number[], all: number) =>
  places.length === all ? null : places.map((place, n) => place - (places[n - 1] ?? 0))

const same = (one: unknown, other: unknown) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))

/** The inputs again; `before` are those of the decision before, null for whole ones. Throws on a text that is none of ours. */
export function readInputs(text: string, before: Inputs | null): Inputs {
  const [first = '', second = ''] = text.split('\n')
  const { now, rollout, facts, devices: count } = parseTagged(first) as Head
  const devices = Array.from<unknown, Record<string, unknown>>({ length: count }, (_, place) => ({
    ...before?.facts.devices[place],
  }))
  for (const [field, [distances, values]] of Object.entries(JSON.parse(second) as Columns)) {
    let place = 0
    for (const [n, value] of values.entries()) {
      place = distances === null ? n : place + (distances[n] ?? 0)
      const device = devices[place]
      if (!device) throw new Error(`there is no device ${place}`)
      device[field] = value
    }
  }
  return {
    now,
    rollout: { ...before?.rollout, ...rollout } as Rollout,
    facts: { ...facts, devices: devices as unknown as DeviceFacts[] },
  }
}
