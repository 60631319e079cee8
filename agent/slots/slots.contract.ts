import { expect, test } from 'vitest'
import { configText } from '../engine/held.ts'
import type { Slot } from '../engine/installed.ts'
import { installed, shaOf } from '../testing/values.ts'
import type { SlotDriver } from './driver.ts'

/** Digests of archives the driver can fill a slot with; anything else is not there. */
export const ARCHIVES = { a: shaOf('a'), b: shaOf('b') }
export const BOUNDS = { unpackedSize: 4000, files: 2 }

export type Bench = {
  driver: SlotDriver
  /** power goes and comes back: another driver over what is left */
  losePower(): Promise<SlotDriver>
}

const OLD = installed('1.0.0', 'a')
const NEW = installed('2.0.0', 'b')

/** What every slot driver promises. */
export function slotsContract(make: () => Promise<Bench>): void {
  async function withOld(): Promise<Bench> {
    const bench = await make()
    await lay(bench.driver, 'a', OLD)
    await bench.driver.activate('a')
    return bench
  }

  test('an empty device holds nothing', async () => {
    const { driver } = await make()
    expect(await driver.look()).toEqual({ active: null, a: null, b: null })
  })

  test('what was cleared, filled, sealed and activated is there, whole', async () => {
    const { driver } = await withOld()
    expect(await driver.look()).toEqual({ active: 'a', a: OLD, b: null })
    expect(await driver.intact('a')).toBe(true)
    expect(await driver.intact('b')).toBe(false)
  })

  test('[R-079] writing one slot leaves the other and the active one alone', async () => {
    const { driver } = await withOld()
    await lay(driver, 'b', NEW)
    expect(await driver.look()).toEqual({ active: 'a', a: OLD, b: NEW })
    expect(await driver.intact('a')).toBe(true)
  })

  test('[R-102] [R-103] switching and going back is pointing, and needs no bytes', async () => {
    const { driver } = await withOld()
    await lay(driver, 'b', NEW)
    await driver.activate('b')
    expect((await driver.look()).active).toBe('b')
    await driver.activate('a')
    expect(await driver.look()).toEqual({ active: 'a', a: OLD, b: NEW })
  })

  test('[R-013] power lost between any two calls leaves whole releases and the slot that was made active', async () => {
    const calls: ((driver: SlotDriver) => Promise<void>)[] = [
      (driver) => driver.clear('b'),
      (driver) => driver.fill('b', ARCHIVES.b, BOUNDS),
      (driver) => driver.seal('b', NEW),
      (driver) => driver.activate('b'),
      (driver) => driver.clear('a'),
      (driver) => driver.fill('a', ARCHIVES.a, BOUNDS),
    ]
    for (let done = 0; done <= calls.length; done += 1) {
      const bench = await withOld()
      for (const call of calls.slice(0, done)) await call(bench.driver)
      const after = await bench.losePower()
      const disk = await after.look()
      expect(disk).toEqual({ active: done >= 4 ? 'b' : 'a', a: done >= 5 ? null : OLD, b: done >= 3 ? NEW : null })
      expect(disk.active && disk[disk.active]).not.toBeNull()
    }
  })

  test('a slot that was cleared is no release, even while its files are still being laid', async () => {
    const { driver } = await withOld()
    await lay(driver, 'b', NEW)
    await driver.clear('b')
    expect((await driver.look()).b).toBeNull()
    await driver.fill('b', ARCHIVES.b, BOUNDS)
    expect((await driver.look()).b).toBeNull()
  })

  test('[R-160] a sealed slot says what its configuration file says, and whether it is as it was sealed', async () => {
    const { driver } = await withOld()
    const sealed = await driver.config('a')
    expect(sealed).toEqual({ is: 'text', text: configText(OLD.config) })
    const digest = (await driver.held()).a?.configDigest
    await driver.layConfig('a', '{ "camera": { "exposure": 12 } }')
    expect((await driver.held()).a?.configDigest).not.toBe(digest)
    expect(await driver.intact('a')).toBe(false)
    await driver.layConfig('a', null)
    expect(await driver.config('a')).toEqual({ is: 'missing' })
    if (sealed.is === 'text') await driver.layConfig('a', sealed.text)
    expect((await driver.held()).a?.configDigest).toBe(digest)
    expect(await driver.intact('a')).toBe(true)
  })

  test('[R-013] what was written into a configuration is there after a power cut', async () => {
    const bench = await withOld()
    await bench.driver.layConfig('a', '{"edited":true}')
    const after = await bench.losePower()
    expect(await after.config('a')).toEqual({ is: 'text', text: '{"edited":true}' })
    expect((await after.held()).b).toBeNull()
  })

  test('an archive that is not there leaves the slot without a release', async () => {
    const { driver } = await withOld()
    await driver.clear('b')
    await expect(driver.fill('b', shaOf('f'), BOUNDS)).rejects.toThrow()
    expect((await driver.look()).b).toBeNull()
  })
}

async function lay(driver: SlotDriver, slot: Slot, what: typeof OLD): Promise<void> {
  await driver.clear(slot)
  await driver.fill(slot, what.sha256, BOUNDS)
  await driver.seal(slot, what)
}
