import { mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
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

  test('[R-160] a flipped byte, a removed file and a file of the application are told apart', async () => {
    const dir = await folder()
    const driver = dualSlot(dir, unpack)
    await driver.clear('a')
    await driver.fill('a', ARCHIVES.a, BOUNDS)
    await driver.seal('a', installed('1.0.0', 'a'))
    expect((await driver.held()).a).toMatchObject({ files: 1, changed: [] })
    await writeFile(join(dir, 'slot-a', 'cache.tmp'), 'written by the application')
    expect((await driver.held()).a).toMatchObject({ changed: [] })
    const text = await readFile(join(dir, 'slot-a', 'main.js'), 'utf8')
    await writeFile(join(dir, 'slot-a', 'main.js'), text.replace('/', '?'))
    expect((await driver.held()).a?.changed).toEqual([
      { path: 'main.js', sealed: expect.any(String), found: expect.any(String) },
    ])
    await writeFile(join(dir, 'slot-a', 'main.js'), text)
    expect((await driver.held()).a).toMatchObject({ changed: [] })
    await rm(join(dir, 'slot-a', 'main.js'))
    expect((await driver.held()).a?.changed).toEqual([{ path: 'main.js', sealed: expect.any(String), found: null }])
  })

  test('a digest of configuration is over its canonical JSON; of anything else over its bytes', async () => {
    const dir = await folder()
    const driver = dualSlot(dir, unpack)
    await driver.clear('a')
    await driver.fill('a', ARCHIVES.a, BOUNDS)
    await driver.seal('a', installed('1.0.0', 'a'))
    const digest = async (text: string) => {
      await writeFile(join(dir, 'slot-a', 'wavegate.config.json'), text)
      return (await driver.held()).a?.configDigest
    }
    expect(await digest('{"a":1,"b":2}')).toBe(await digest('{ "b": 2.0,\n "a": 1 }'))
    expect(await digest('{"a":1')).not.toBe(await digest('{"a":2'))
  })

  test('a seal that is not whole is none', async () => {
    const dir = await folder()
    const driver = dualSlot(dir, unpack)
    await driver.clear('a')
    await writeFile(join(dir, 'slot-a', 'VERSION'), '{"name": "edge-vi')
    expect((await driver.look()).a).toBeNull()
  })

  test.each(['VERSION', 'wavegate.config.json', 'wavegate.files.json'])('only the agent writes %s', async (name) => {
    const driver = dualSlot(await folder(), (_, into) => writeFile(join(into, name), '{}'))
    await driver.clear('a')
    await expect(driver.fill('a', ARCHIVES.a, BOUNDS)).rejects.toThrow(name)
  })
})
