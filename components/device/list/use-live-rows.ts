'use client'

import { useQuery } from '@tanstack/react-query'
import type { DeviceRow } from '../../../server/protocol/views/devices-view.ts'
import { useReader, useRoom } from '../../live/use-view.ts'
import { api, room } from '../../paths.ts'

const schema = async () => (await import('../../../server/protocol/views/devices-view.ts')).DeviceRowsView

export type LiveRows = {
  /** as the device is now, when something changed since its page was read */
  now(id: string): DeviceRow | undefined
  moved(id: string): boolean
  matched: number | null
}

/** What is on screen follows what changes, once the fleet says that something did. Nothing moves under the cursor. */
export function useLiveRows(where: string, ids: readonly string[]): LiveRows {
  const read = useReader()
  useRoom(room.fleet())
  const path = api.deviceRows(where, ids)
  const { data } = useQuery({
    queryKey: [room.fleet(), path],
    queryFn: ({ signal }) => read(path, schema, signal),
    enabled: ids.length > 0,
    // What was just listed is fresh: the room asks for more when there is more.
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const rows = new Map(data?.devices.map((device) => [device.id as string, device]))
  const moved = new Set<string>(data?.moved)
  return { now: (id) => rows.get(id), moved: (id) => moved.has(id), matched: data?.matched ?? null }
}
