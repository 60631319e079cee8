import { DeviceId } from '../../server/protocol/ids.ts'
import type { Platform } from '../../server/protocol/manifest.ts'
import { seededRandom } from './seeded-random.ts'

/** Sites the default fleet stands at; whoever runs the server makes them before the fleet enrols. */
export const DEMO_SITES = [
  { id: 'oslo-plant', name: 'Oslo plant', region: 'north' },
  { id: 'hamburg-port', name: 'Hamburg port', region: 'north' },
  { id: 'rotterdam-hub', name: 'Rotterdam hub', region: 'west' },
  { id: 'lyon-depot', name: 'Lyon depot', region: 'west' },
  { id: 'brno-works', name: 'Brno works', region: 'east' },
  { id: 'gdansk-yard', name: 'Gdańsk yard', region: 'east' },
] as const

type Hardware = Platform & { share: number; memoryMb: number; diskMb: number; slowness: number; baseCpu: number }

/** `slowness`: how long an inference takes beside the reference; `baseCpu`: per cent without load. */
export const HARDWARE: readonly Hardware[] = [
  {
    hardwareType: 'jetson-orin',
    architecture: 'arm64',
    share: 4,
    memoryMb: 8192,
    diskMb: 65_536,
    slowness: 0.9,
    baseCpu: 18,
  },
  { hardwareType: 'rpi5', architecture: 'arm64', share: 3, memoryMb: 8192, diskMb: 32_768, slowness: 1.1, baseCpu: 26 },
  {
    hardwareType: 'jetson-nano',
    architecture: 'arm64',
    share: 3,
    memoryMb: 4096,
    diskMb: 16_384,
    slowness: 1.25,
    baseCpu: 30,
  },
  {
    hardwareType: 'gateway',
    architecture: 'x64',
    share: 2,
    memoryMb: 16_384,
    diskMb: 131_072,
    slowness: 0.95,
    baseCpu: 12,
  },
]

/** `sleepy`: away for minutes as a matter of course; `flapping`: its connection breaks for moments. */
export type Habit = 'steady' | 'sleepy' | 'flapping'

export type DevicePlan = {
  id: DeviceId
  name: string
  siteId: string
  hardware: Hardware
  habit: Habit
  real: boolean
  singlePointOfFailure: boolean
  fidelity: number
  labels: Record<string, string>
}

const SLEEPY_SHARE = 4 / 60
const FLAPPING_SHARE = 2 / 60

/** The same devices for the same numbers. The first `real` ones are real processes, one of each hardware type in turn. */
export function planFleet(
  count: number,
  real: number,
  seed: string,
  sites: readonly string[] = DEMO_SITES.map(({ id }) => id),
): DevicePlan[] {
  const random = seededRandom('fleet', seed)
  const deck = HARDWARE.flatMap((hardware) => Array.from({ length: hardware.share }, () => hardware))
  const numbers = new Map<string, number>()
  const odd = oddOnes(count, Math.min(count, Math.max(real, HARDWARE.length)), random)
  return Array.from({ length: count }, (_, at) => {
    const hardware = at < HARDWARE.length ? HARDWARE[at] : deck[Math.floor(random() * deck.length)]
    if (!hardware) throw new Error('there is always some hardware')
    const { hardwareType } = hardware
    const number = (numbers.get(hardwareType) ?? 0) + 1
    numbers.set(hardwareType, number)
    const id = DeviceId.parse(`${hardwareType}-${String(number).padStart(4, '0')}`)
    const habit = odd.get(at) ?? 'steady'
    const isReal = at < real
    return {
      id,
      name: `${hardwareType} ${number}`,
      siteId: sites[at % sites.length] ?? 'unassigned',
      hardware,
      habit,
      real: isReal,
      // Some gateways are the only way to their site.
      singlePointOfFailure: hardwareType === 'gateway' && !isReal && habit === 'steady' && number % 3 === 0,
      fidelity: isReal ? 5 : habit === 'steady' ? 3 + Math.floor(random() * 2) : 1,
      labels: { line: `line-${1 + (at % 4)}` },
    }
  })
}

/** Which devices have habits; never the first ones, which every plan needs. */
function oddOnes(count: number, from: number, random: () => number): Map<number, Habit> {
  const odd = new Map<number, Habit>()
  const free = count - from
  const add = (wanted: number, habit: Habit) => {
    for (let left = Math.min(wanted, free - odd.size); left > 0; ) {
      const at = from + Math.floor(random() * free)
      if (odd.has(at)) continue
      odd.set(at, habit)
      left -= 1
    }
  }
  add(Math.round(count * SLEEPY_SHARE), 'sleepy')
  add(Math.round(count * FLAPPING_SHARE), 'flapping')
  return odd
}
