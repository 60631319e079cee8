import { setTimeout as sleep } from 'node:timers/promises'
import type { House, HouseServer } from './house.ts'

export type Fault = 'kill' | 'freeze' | 'crash-database' | 'kill-and-crash' | 'jump-clock'
const FAULTS: readonly Fault[] = ['kill', 'freeze', 'crash-database', 'kill', 'freeze', 'kill-and-crash', 'jump-clock']

/** Longer than a lease, shorter than a device's patience. */
const FROZEN_MS = 4_500
/** A clock is at most so wrong, either way. */
const WRONG_MS = 5_400_000

export type Strike = {
  readonly fault: Fault
  /** how long the rollouts of a server that went were nobody's, if one was hurt that had any */
  readonly failoverMs: readonly number[]
}

export const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

/** Hurts the house once and lets it heal. */
export async function strike(house: House, random: () => number): Promise<Strike> {
  const fault = pick(random, FAULTS)
  const holders = await house.db.rollout
    .findMany({ where: { active: true }, select: { leaseHolder: true } })
    .catch(() => [])
  const busy = house.servers.find(({ id }) => holders.some(({ leaseHolder }) => leaseHolder === id))
  const victim = busy && random() < 0.7 ? busy : pick(random, house.servers)
  return { fault, failoverMs: await hurt(house, victim, fault, random) }
}

async function hurt(house: House, victim: HouseServer, fault: Fault, random: () => number): Promise<readonly number[]> {
  switch (fault) {
    case 'jump-clock':
      victim.jumpClock(Math.round((2 * random() - 1) * WRONG_MS))
      return []
    case 'crash-database':
      house.crashDatabase()
      return []
    case 'freeze': {
      victim.freeze()
      const took = takenOver(house, victim)
      await sleep(FROZEN_MS)
      victim.thaw()
      return took
    }
    case 'kill':
    case 'kill-and-crash': {
      if (fault === 'kill-and-crash') house.crashDatabase()
      await victim.kill()
      const took = fault === 'kill' ? await takenOver(house, victim) : []
      await victim.start()
      return took
    }
  }
}

/** Milliseconds from now until somebody else decides what this server had; nothing when it had nothing, or all of it ended. */
export async function takenOver({ db }: House, { id }: HouseServer, atMostMs = 15_000): Promise<readonly number[]> {
  const began = performance.now()
  // The database of the fault before may not have healed yet: then there is nothing to time.
  const had = await db.rollout
    .findMany({ where: { active: true, leaseHolder: id }, select: { id: true } })
    .catch(() => [])
  const waiting = new Set(had.map((one) => one.id))
  const took: number[] = []
  while (waiting.size > 0 && performance.now() - began < atMostMs) {
    await sleep(25)
    const rows = await db.rollout.findMany({ where: { id: { in: [...waiting] } } }).catch(() => [])
    for (const row of rows) {
      if (row.active && row.leaseHolder === id) continue
      waiting.delete(row.id)
      if (row.leaseHolder !== id) took.push(performance.now() - began)
    }
  }
  return waiting.size > 0 ? [...took, atMostMs] : took
}
