import type { Tell } from '../../engine/ports.ts'
import { LONGEST_CAPTURE_SECONDS } from '../../protocol/capture.ts'
import { stateOfByte } from '../../protocol/device-state.ts'
import type { DeviceId, RolloutId } from '../../protocol/ids.ts'
import type { DriftWatch } from '../drift/drift-watch.ts'
import type { Announcement } from '../peers/announcement.ts'
import type { Announcer } from '../peers/announcer.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { laneStates } from '../prisma/lane-states.ts'
import type { AgentsGateway } from './agents-gateway.ts'
import type { DashboardGateway } from './dashboard-gateway.ts'
import type { DesiredSender } from './desired-sender.ts'

type Needs = {
  readonly db: PrismaClient
  readonly agents: AgentsGateway
  readonly dashboard: DashboardGateway
  readonly desired: DesiredSender
  readonly drift: DriftWatch
  readonly askForKeys: (devices: readonly DeviceId[] | null) => Promise<void>
  readonly peers: Announcer
  /** wakes the engine of this server */
  readonly nudge: () => void
  readonly trouble: (what: string) => (cause: unknown) => void
}

export type Telling = {
  readonly tell: Tell
  /** somebody signed out, or got another role */
  sessionsChanged(): void
  /** what another server said, for the connections that are here */
  hear(said: Announcement): void
}

/** Says to the connections of this server what concerns them, and to the other servers what may concern theirs. */
export function openTelling(needs: Needs): Telling {
  const { db, agents, dashboard, desired, drift, askForKeys, peers, nudge, trouble } = needs
  const cut = (devices: readonly DeviceId[] | null) =>
    void agents.cutEnded(devices).catch(trouble('ended connections are cut a little later'))
  const ask = (devices: readonly DeviceId[] | null) =>
    void askForKeys(devices).catch(trouble('a key is asked for a little later'))
  const recheck = () => void dashboard.recheckSessions().catch(trouble('sessions could not be checked'))
  const sweep = () => void desired.sweep().catch(trouble('desired states could not be swept'))

  function capture(devices: readonly DeviceId[], intervalSeconds: number, wanted: number): void {
    const forSeconds = Math.min(wanted, LONGEST_CAPTURE_SECONDS)
    for (const device of devices) agents.connection(device)?.tell({ type: 'capture', intervalSeconds, forSeconds })
  }

  function allStates(rollout: RolloutId): void {
    laneStates(db, rollout).then(
      (bytes) =>
        dashboard.statesChanged(
          rollout,
          Array.from(bytes ?? [], (byte, index) => ({ index, state: stateOfByte(byte) })),
        ),
      trouble('device states could not be read'),
    )
  }

  return {
    tell: {
      desired(devices) {
        desired.tell(devices)
        drift.touched(devices)
        peers.desired(devices)
      },
      sessions(devices) {
        cut(devices)
        peers.sessions(devices)
      },
      keys(devices) {
        ask(devices)
        peers.keys(devices)
      },
      capture(devices, intervalSeconds, wanted) {
        capture(devices, intervalSeconds, wanted)
        peers.capture(devices, intervalSeconds, wanted)
      },
      states(rollout, changes) {
        dashboard.statesChanged(rollout, changes)
        peers.states(rollout, changes)
      },
      changed(room) {
        dashboard.changed(room)
        peers.changed(room)
      },
    },
    sessionsChanged() {
      recheck()
      peers.people()
    },
    hear(said) {
      if (said.desired === 'all') sweep()
      else if (said.desired.length > 0) desired.tell(said.desired)
      if (said.sessions.length > 0) cut(said.sessions === 'all' ? null : said.sessions)
      if (said.keys.length > 0) ask(said.keys === 'all' ? null : said.keys)
      for (const one of said.captures) capture(one.devices, one.intervalSeconds, one.forSeconds)
      for (const { rollout, changes } of said.states)
        if (changes === 'all') allStates(rollout)
        else dashboard.statesChanged(rollout, changes)
      for (const room of said.rooms === 'all' ? dashboard.watched : said.rooms) dashboard.changed(room)
      if (said.people) recheck()
      if (said.nudge) nudge()
    },
  }
}
