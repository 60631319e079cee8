import { mkdtemp, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { installed } from '../testing/values.ts'
import { dualSlot, type Unpack } from './dual-slot.ts'
import { ARCHIVES, BOUNDS, slotsContract } from './slots.contract.ts'

const made: string[] = []
afterAll(() => Promise.all(made.map((dir) => rm(dir, { recursive: true, force: true }))))

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'wavegate-slots-'))
  made.push(dir)
  return dir
}

const unpack: Unpack = async (sha256, into) => {
  if (!Object.values<string>(ARCHIVES).includes(sha256)) throw new Error('no such archive')
  await writeFile(join(into, 'main.js'), `// ${sha256}`)
}

describe('two folders and a symlink', () => {
  slotsContract(async () => {
    const dir = await folder()
    return { driver: dualSlot(dir, unpack), losePower: async () => dualSlot(dir, unpack) }
  })

  test('[R-101] active is a symlink to slot-a or slot-b', async () => {
    const dir = await folder()
    await dualSlot(dir, unpack).activate('b')
    expect(await readlink(join(dir, 'active'))).toBe('slot-b')
  })

  test('[R-098] a changed byte in a sealed slot is seen', async () => {
    const dir = await folder()
    const driver = dualSlot(dir, unpack)
    await driver.clear('a')
    await driver.fill('a', ARCHIVES.a, BOUNDS)
    await driver.seal('a', installed('1.0.0', 'a'))
    expect(await driver.intact('a')).toBe(true)
    await writeFile(join(dir, 'slot-a', 'main.js'), '// other')
    expect(await driver.intact('a')).toBe(false)
  })

  test('a seal that is not whole is none', async () => {
    const dir = await folder()
    const driver = dualSlot(dir, unpack)
    await driver.clear('a')
    await writeFile(join(dir, 'slot-a', 'VERSION'), '{"name": "edge-vi')
    expect((await driver.look()).a).toBeNull()
  })

  test('only the agent writes VERSION', async () => {
    const driver = dualSlot(await folder(), (_, into) => writeFile(join(into, 'VERSION'), '{}'))
    await driver.clear('a')
    await expect(driver.fill('a', ARCHIVES.a, BOUNDS)).rejects.toThrow('VERSION')
  })
})
