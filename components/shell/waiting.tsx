'use client'

import type { ReactNode } from 'react'
import type { DiscrepancyCountView, LobbyCountView } from '../../server/protocol/views/waiting-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { WaitingContext } from '../live/waiting-context.ts'
import { api, room } from '../paths.ts'

const lobbySchema = async () => (await import('../../server/protocol/views/waiting-view.ts')).LobbyCountView
const discrepancySchema = async () => (await import('../../server/protocol/views/waiting-view.ts')).DiscrepancyCountView

type Props = { lobby: LobbyCountView; discrepancies: DiscrepancyCountView; children: ReactNode }

/** Counts what waits for a person, once for the rail and for every screen. */
export function WaitingProvider({ lobby, discrepancies, children }: Props) {
  useRoom(room.lobby())
  useRoom(room.fleet())
  const { view: inLobby } = useView({
    room: room.lobby(),
    path: api.lobbyCount(),
    schema: lobbySchema,
    initial: lobby,
  })
  const { view: contradicting } = useView({
    room: room.fleet(),
    path: api.discrepancyCount(),
    schema: discrepancySchema,
    initial: discrepancies,
  })
  return (
    <WaitingContext value={{ lobby: inLobby.waiting, discrepancies: contradicting.devices }}>{children}</WaitingContext>
  )
}
