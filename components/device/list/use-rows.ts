'use client'

import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { DeviceRow, DevicesView } from '../../../server/protocol/views/devices-view.ts'
import { useReader } from '../../live/use-view.ts'
import { api } from '../../paths.ts'

export const devicesSchema = async () => (await import('../../../server/protocol/views/devices-view.ts')).DevicesView

export const PAGE = 200
/** Pages on either side of what is on screen that are kept; fetched is only the next one. */
const KEPT = 3

type Asked = { where: string; sort: string }

/**
 * Rows of a list too long to be fetched: windows of 200 around what is on screen. A page is found by the end of the one
 * before it when that is at hand, and by its number when somebody jumped.
 */
export function useRows({ where, sort }: Asked, first: DevicesView, visible: { from: number; to: number }) {
  const client = useQueryClient()
  const read = useReader()
  const last = Math.max(0, Math.ceil(first.matched / PAGE) - 1)
  const near = { from: pageOf(visible.from), to: Math.min(last, pageOf(visible.to)) }
  const kept = pagesBetween(Math.max(1, near.from - KEPT), Math.min(last, near.to + KEPT))
  const key = (page: number) => pageKey({ where, sort }, page)
  const results = useQueries({
    queries: kept.map((page) => ({
      queryKey: key(page),
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const before = page === 1 ? first : client.getQueryData<DevicesView>(key(page - 1))
        const place: Record<string, string> = before?.cursor ? { after: before.cursor } : { skip: String(page * PAGE) }
        return read(api.devices({ where, sort, ...place }), devicesSchema, signal)
      },
      enabled: page >= near.from - 1 && page <= near.to + 1,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    })),
  })
  const pages = new Map(kept.map((page, index) => [page, results[index]?.data])).set(0, first)
  const row = (index: number): DeviceRow | undefined => pages.get(pageOf(index))?.devices[index % PAGE]
  const failed = results.find((result) => result.error !== null && result.data === undefined)
  return { row, failed: failed?.error ?? null }
}

export const pageKey = ({ where, sort }: Asked, page: number) => ['devices', where, sort, page] as const

const pageOf = (index: number) => Math.floor(Math.max(0, index) / PAGE)

function pagesBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset)
}
