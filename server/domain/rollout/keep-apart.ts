import type { PlanDevice } from './plan-device.ts'

type Waves = readonly (readonly PlanDevice[])[]

/** Most places looked at for one exchange: enough to find one wherever there are many, and bounded at a million devices. */
const MOST_LOOKS = 5000
const MOST_PASSES = 4

/** What a device shares with others so that they should not all be away at once. */
export const unitsOf = (device: PlanDevice): readonly string[] =>
  device.redundancyGroup === null
    ? [`site ${device.siteId}`]
    : [`site ${device.siteId}`, `redundancy group ${device.redundancyGroup}`]

/**
 * No wave takes a site or a redundancy group down whole when exchanging two devices between waves avoids it. Wave 0 is the
 * canary and stays as it is; sizes stay too. Ones with a single device can not be helped and are not counted.
 */
export function keepApart(waves: Waves): Waves {
  const table = new Table(waves)
  let passes = 0
  while (passes < MOST_PASSES && table.mendAll()) passes += 1
  return table.waves
}

/** Sites and redundancy groups of two or more devices that lie in one wave whole. */
export function wholeIn(waves: Waves): readonly (readonly string[])[] {
  return new Table(waves).whole()
}

class Table {
  readonly waves: PlanDevice[][]
  readonly #total = new Map<string, number>()
  readonly #inWave: Map<string, number>[]

  constructor(waves: Waves) {
    this.waves = waves.map((wave) => [...wave])
    this.#inWave = waves.map((wave) => {
      const counts = new Map<string, number>()
      for (const device of wave)
        for (const unit of unitsOf(device)) {
          counts.set(unit, (counts.get(unit) ?? 0) + 1)
          this.#total.set(unit, (this.#total.get(unit) ?? 0) + 1)
        }
      return counts
    })
  }

  whole(): readonly (readonly string[])[] {
    return this.#inWave.map((counts) =>
      [...counts].flatMap(([unit, devices]) => (devices > 1 && devices === this.#total.get(unit) ? [unit] : [])),
    )
  }

  /** Whether anything was exchanged. */
  mendAll(): boolean {
    let moved = false
    this.whole().forEach((units, wave) => {
      if (wave === 0 || units.length === 0) return
      const torn = new Set(units)
      // From the end, so that places further on keep their devices while this wave is walked.
      for (let place = (this.waves[wave]?.length ?? 0) - 1; place >= 0 && torn.size > 0; place--) {
        const mended = unitsOf(this.#at(wave, place)).filter((unit) => torn.has(unit))
        if (mended.length === 0 || !this.#exchange(wave, place)) continue
        moved = true
        for (const unit of mended) torn.delete(unit)
      }
    })
    return moved
  }

  /** With a device alike if there is one, else with any whose going breaks nothing. */
  #exchange(wave: number, place: number): boolean {
    const device = this.#at(wave, place)
    for (const alike of [true, false]) {
      let looks = 0
      for (let other = 1; other < this.waves.length; other++) {
        if (other === wave) continue
        const length = this.waves[other]?.length ?? 0
        for (let n = 0; n < length && looks < MOST_LOOKS; n++) {
          const candidate = this.#at(other, (place + n) % length)
          if (alike !== (candidate.hardwareType === device.hardwareType && candidate.region === device.region)) continue
          looks += 1
          if (!this.#swapBreaks(wave, device, other, candidate)) {
            this.#swap(wave, place, other, (place + n) % length)
            return true
          }
        }
      }
    }
    return false
  }

  #at(wave: number, place: number): PlanDevice {
    return (this.waves[wave] as PlanDevice[])[place] as PlanDevice
  }

  #swapBreaks(wave: number, device: PlanDevice, other: number, candidate: PlanDevice): boolean {
    const leaving = unitsOf(device)
    const coming = unitsOf(candidate)
    const makesWhole = (unit: string, there: number) =>
      (this.#total.get(unit) ?? 0) > 1 && (this.#inWave[there]?.get(unit) ?? 0) + 1 === this.#total.get(unit)
    return (
      leaving.some((unit) => !coming.includes(unit) && makesWhole(unit, other)) ||
      coming.some((unit) => !leaving.includes(unit) && makesWhole(unit, wave)) ||
      // An exchange within the unit that is whole changes nothing.
      leaving.every((unit) => coming.includes(unit))
    )
  }

  #swap(wave: number, place: number, other: number, there: number): void {
    const [device, candidate] = [this.#at(wave, place), this.#at(other, there)]
    ;(this.waves[wave] as PlanDevice[])[place] = candidate
    ;(this.waves[other] as PlanDevice[])[there] = device
    for (const unit of unitsOf(device)) this.#move(unit, wave, other)
    for (const unit of unitsOf(candidate)) this.#move(unit, other, wave)
  }

  #move(unit: string, from: number, to: number): void {
    const add = (wave: number, by: number) => this.#inWave[wave]?.set(unit, (this.#inWave[wave]?.get(unit) ?? 0) + by)
    add(from, -1)
    add(to, 1)
  }
}
