'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { DEVICE_SORTS, type DeviceSort } from '../../../server/protocol/views/devices-view.ts'

const SORTS = [...DEVICE_SORTS, ...DEVICE_SORTS.map((sort) => `-${sort}` as const)]
export type Sorted = DeviceSort | `-${DeviceSort}`

const PARSERS = {
  where: parseAsString.withDefault(''),
  sort: parseAsStringLiteral<Sorted>(SORTS).withDefault('name'),
  as: parseAsStringLiteral(['table', 'dots']).withDefault('table'),
  by: parseAsStringLiteral(['site', 'type']).withDefault('site'),
}

/** What is listed, in which order and how: all of it in the address, so that a link opens the same. */
export function useListAddress() {
  return useQueryStates(PARSERS, { history: 'push' })
}
