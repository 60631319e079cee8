'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseSelector } from '../../server/protocol/selector/parse.ts'
import type { DeviceFacetsView } from '../../server/protocol/views/devices-view.ts'
import { useReader } from '../live/use-view.ts'
import { api } from '../paths.ts'

const schema = async () => (await import('../../server/protocol/views/devices-view.ts')).DeviceFacetsView

/** Counts follow the fleet at this pace. */
const EVERY_MS = 10_000

/** How many devices a selector matches now, and how they split. One that cannot be understood is not asked. */
export function useFacets(where: string, initial: DeviceFacetsView | null = null) {
  const read = useReader()
  return useQuery({
    queryKey: ['facets', where],
    queryFn: ({ signal }) => read(api.deviceFacets(where), schema, signal),
    enabled: parseSelector(where).ok,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
    ...(initial ? { initialData: initial } : {}),
  })
}
