import { z } from 'zod'
import { Room } from '../../protocol/browser-up.ts'
import { DeviceState } from '../../protocol/device-state.ts'
import { DeviceId, RolloutId } from '../../protocol/ids.ts'

const ALL = z.literal('all')
const StateChange = z.object({ index: z.int(), state: DeviceState })
export type StateChange = z.infer<typeof StateChange>
const Devices = z.union([z.array(DeviceId), ALL]).default([])

/** What one server says to the others on its database. `all`: too many to name, look at everything. */
export const Announcement = z.object({
  from: z.string(),
  /** have a newer desired state */
  desired: Devices,
  /** may have to go */
  sessions: Devices,
  /** were asked to change their key */
  keys: Devices,
  /** rooms whose view changed */
  rooms: z.union([z.array(Room), ALL]).default([]),
  /** device states of rollouts, by place */
  states: z.array(z.object({ rollout: RolloutId, changes: z.union([z.array(StateChange), ALL]) })).default([]),
  captures: z
    .array(z.object({ devices: z.array(DeviceId), intervalSeconds: z.number(), forSeconds: z.number() }))
    .default([]),
  /** look at what is due */
  nudge: z.boolean().default(false),
  /** who is signed in, or as what, changed */
  people: z.boolean().default(false),
  /** rooms its browsers look at: only those are told to it */
  watching: z
    .union([z.array(Room), ALL])
    .nullable()
    .default(null),
})
export type Announcement = z.infer<typeof Announcement>

/** PostgreSQL takes less than 8,000 bytes. */
const MOST_BYTES = 7_900
const SHRINK = ['rooms', 'desired', 'watching', 'sessions', 'keys'] as const

/** As text that PostgreSQL takes: what does not fit is said as `all`, the longest first. */
export function encodeAnnouncement(said: Announcement): string {
  let text = JSON.stringify(said)
  if (fits(text)) return text
  let shorter = { ...said, states: said.states.map(({ rollout }) => ({ rollout, changes: 'all' as const })) }
  for (const name of SHRINK) {
    text = JSON.stringify(shorter)
    if (fits(text)) return text
    if (shorter[name] !== null && shorter[name].length > 0) shorter = { ...shorter, [name]: 'all' }
  }
  return JSON.stringify({ ...shorter, captures: [], states: [], rooms: 'all' })
}

const fits = (text: string) => Buffer.byteLength(text) <= MOST_BYTES
