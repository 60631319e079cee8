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
  readonly #units = new Units()
  /** by number of the unit: its devices in all, and in each wave */
  readonly #total: Uint32Array
  readonly #inWave: readonly Uint32Array[]

  constructor(waves: Waves) {
    this.waves = waves.map((wave) => [...wave])
    for (const wave of waves) for (const device of wave) this.#units.of(device)
    this.#total = new Uint32Array(this.#units.names.length)
    this.#inWave = waves.map(() => new Uint32Array(this.#units.names.length))
    waves.forEach((wave, n) => {
      for (const device of wave)
        for (const unit of this.#units.of(device)) {
          this.#count(n, unit, 1)
          this.#total[unit] = this.#totalOf(unit) + 1
        }
    })
  }

  whole(): readonly (readonly string[])[] {
    return this.waves.map((_, wave) => this.#wholeUnits(wave).flatMap((unit) => this.#units.names[unit] ?? []))
  }

  /** Whether anything was exchanged. */
  mendAll(): boolean {
    let moved = false
    for (let wave = 1; wave < this.waves.length; wave++) {
      const torn = new Set(this.#wholeUnits(wave))
      // From the end, so that places further on keep their devices while this wave is walked.
      for (let place = (this.waves[wave]?.length ?? 0) - 1; place >= 0 && torn.size > 0; place--) {
        const mended = this.#units.of(this.#at(wave, place)).filter((unit) => torn.has(unit))
        if (mended.length === 0 || !this.#exchange(wave, place)) continue
        moved = true
        for (const unit of mended) torn.delete(unit)
      }
    }
    return moved
  }

  #wholeUnits(wave: number): readonly number[] {
    const units: number[] = []
    this.#inWave[wave]?.forEach((devices, unit) => {
      if (devices > 1 && devices === this.#totalOf(unit)) units.push(unit)
    })
    return units
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
    const leaving = this.#units.of(device)
    const coming = this.#units.of(candidate)
    const makesWhole = (unit: number, there: number) =>
      this.#totalOf(unit) > 1 && (this.#inWave[there]?.[unit] ?? 0) + 1 === this.#totalOf(unit)
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
    for (const unit of this.#units.of(device)) this.#move(unit, wave, other)
    for (const unit of this.#units.of(candidate)) this.#move(unit, other, wave)
  }

  #move(unit: number, from: number, to: number): void {
    this.#count(from, unit, -1)
    this.#count(to, unit, 1)
  }

  #count(wave: number, unit: number, by: number): void {
    const counts = this.#inWave[wave]
    if (counts) counts[unit] = (counts[unit] ?? 0) + by
  }

  #totalOf(unit: number): number {
    return this.#total[unit] ?? 0
  }
}

/** Units by number, in order of first appearance: a fleet has tens of thousands, and each device is asked for its own often. */
class Units {
  readonly names: string[] = []
  readonly #sites = new Map<string, number>()
  readonly #redundancyGroups = new Map<string, number>()

  of({ siteId, redundancyGroup }: PlanDevice): readonly number[] {
    const site = this.#number(this.#sites, 'site', siteId)
    return redundancyGroup === null
      ? [site]
      : [site, this.#number(this.#redundancyGroups, 'redundancy group', redundancyGroup)]
  }

  #number(known: Map<string, number>, kind: string, name: string): number {
    const before = known.get(name)
    if (before !== undefined) return before
    known.set(name, this.names.length)
    this.names.push(`${kind} ${name}`)
    return this.names.length - 1
  }
}
