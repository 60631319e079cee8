import { setTimeout as sleep } from 'node:timers/promises'

const MEDIAN_MS = 16
const SPREAD = 0.22

/** The wait for one pass of the accelerator: lognormal, mostly 12 to 25 ms. `passes`: how many a frame takes. */
export async function pass(passes: number, random: () => number = Math.random): Promise<void> {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  await sleep(passes * MEDIAN_MS * Math.exp(SPREAD * normal))
}
