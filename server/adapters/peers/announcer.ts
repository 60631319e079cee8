import pg from 'pg'
import type { Room } from '../../protocol/browser-up.ts'
import type { DeviceId, RolloutId } from '../../protocol/ids.ts'
import type { Log } from '../log.ts'
import { systemClock } from '../system-clock.ts'
import { Announcement, encodeAnnouncement, type StateChange } from './announcement.ts'

export type Announcer = {
  desired(devices: readonly DeviceId[]): void
  sessions(devices: readonly DeviceId[]): void
  keys(devices: readonly DeviceId[]): void
  capture(devices: readonly DeviceId[], intervalSeconds: number, forSeconds: number): void
  states(rollout: RolloutId, changes: readonly StateChange[]): void
  changed(room: Room): void
  nudge(): void
  people(): void
  /** the rooms this server's browsers look at now */
  watching(rooms: readonly Room[]): void
  close(): Promise<void>
}

type Needs = {
  readonly url: string
  readonly pool: pg.Pool
  readonly id: string
  /** nobody else is there: nothing needs to be said */
  readonly alone: () => boolean
  /** another server said this; `all` of everything when words may have been missed */
  readonly heard: (said: Announcement) => void
  readonly log: Log
}

const CHANNEL = 'wavegate'
/** What is said within this is one word: commits that notify wait for each other. */
const GATHER_MS = 30
const AGAIN_MS = 1_000
/** What a server's browsers look at is said every second; one that says nothing has none, or is gone. */
const WATCHED_MS = 5_000
/** A device's id has at most so many bytes that these fit into one word. */
const CAPTURE_AT_ONCE = 60

const nothing = () => ({
  desired: new Set<DeviceId>(),
  sessions: new Set<DeviceId>(),
  keys: new Set<DeviceId>(),
  rooms: new Set<Room>(),
  states: new Map<RolloutId, StateChange[]>(),
  captures: [] as Announcement['captures'],
  nudge: false,
  people: false,
  watching: null as readonly Room[] | null,
})

/** Tells the other servers on this database what their connections may wait for, and hears them. A lost word costs only time. */
export function openAnnouncer({ url, pool, id, alone, heard, log }: Needs): Announcer {
  const stopping = new AbortController()
  const watched = new Map<string, { rooms: ReadonlySet<Room> | 'all'; until: number }>()
  let gathered = nothing()
  let timer: NodeJS.Timeout | null = null

  function say(change: (said: typeof gathered) => void): void {
    if (alone() || stopping.signal.aborted) return
    change(gathered)
    timer ??= setTimeout(() => void flush(), GATHER_MS)
  }

  async function flush(): Promise<void> {
    timer = null
    const { desired, sessions, keys, rooms, states, captures, watching, ...rest } = gathered
    gathered = nothing()
    const text = encodeAnnouncement({
      from: id,
      ...rest,
      desired: [...desired],
      sessions: [...sessions],
      keys: [...keys],
      rooms: [...rooms],
      states: [...states].map(([rollout, changes]) => ({ rollout, changes })),
      captures: captures.slice(0, 1),
      watching: watching && [...watching],
    })
    const more = captures.slice(1)
    if (more.length > 0) say((said) => said.captures.push(...more))
    await pool
      .query('select pg_notify($1, $2)', [CHANNEL, text])
      .catch((cause: unknown) => log.debug({ err: cause }, 'other servers hear of it a little later'))
  }

  const isWatched = (room: Room) =>
    [...watched.values()].some(({ rooms, until }) => until > performance.now() && (rooms === 'all' || rooms.has(room)))

  function hear(text: string): void {
    const said = Announcement.safeParse(JSON.parse(text))
    if (!said.success || said.data.from === id) return
    const { from, watching } = said.data
    if (watching !== null) {
      const before = watched.get(from)?.rooms
      const rooms = watching === 'all' ? watching : new Set(watching)
      watched.set(from, { rooms, until: performance.now() + WATCHED_MS })
      // What changed before it was known that somebody looks there is made up for.
      for (const room of watching === 'all' ? [] : watching)
        if (before !== 'all' && !before?.has(room)) say(({ rooms }) => rooms.add(room))
    }
    heard(said.data)
  }

  const listening = (async () => {
    for (let first = true; !stopping.signal.aborted; first = false) {
      if (!first) await systemClock.sleep(AGAIN_MS, stopping.signal)
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
      const ended = new Promise<void>((resolve) => client.on('error', () => resolve()).on('end', () => resolve()))
      try {
        if (stopping.signal.aborted) return
        await client.connect()
        client.on('notification', ({ payload }) => payload && hear(payload))
        await client.query(`listen ${CHANNEL}`)
        if (!first) heard(EVERYTHING)
        const left = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }))
        // A signal that was given meanwhile is not given again.
        if (!stopping.signal.aborted) await Promise.race([ended, left])
      } catch (cause) {
        log.debug({ err: cause }, 'other servers cannot be heard: trying again')
      }
      await client.end().catch(() => {})
    }
  })()

  return {
    desired: (devices) => say((said) => addTo(said.desired, devices)),
    sessions: (devices) => say((said) => addTo(said.sessions, devices)),
    keys: (devices) => say((said) => addTo(said.keys, devices)),
    capture(devices, intervalSeconds, forSeconds) {
      for (let at = 0; at < devices.length; at += CAPTURE_AT_ONCE) {
        const some = devices.slice(at, at + CAPTURE_AT_ONCE)
        say(({ captures }) => captures.push({ devices: some, intervalSeconds, forSeconds }))
      }
    },
    states(rollout, changes) {
      if (!isWatched(`rollout:${rollout}`)) return
      say(({ states }) => states.set(rollout, [...(states.get(rollout) ?? []), ...changes]))
    },
    changed(room) {
      if (isWatched(room)) say(({ rooms }) => rooms.add(room))
    },
    nudge: () =>
      say((said) => {
        said.nudge = true
      }),
    people: () =>
      say((said) => {
        said.people = true
      }),
    watching: (rooms) =>
      say((said) => {
        said.watching = rooms
      }),
    async close() {
      stopping.abort()
      if (timer) clearTimeout(timer)
      await listening
    },
  }
}

function addTo(gathered: Set<DeviceId>, devices: readonly DeviceId[]): void {
  for (const device of devices) gathered.add(device)
}

/** After a time without ears. */
const EVERYTHING: Announcement = Announcement.parse({
  from: '',
  desired: 'all',
  sessions: 'all',
  keys: 'all',
  rooms: 'all',
  nudge: true,
  people: true,
})
