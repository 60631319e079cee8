import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { pack } from '../../scripts/artifact/pack.ts'
import { unpackFrom } from './unpack.ts'

const made: string[] = []
let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-unpack-'))
  made.push(root)
  await mkdir(join(root, 'slot'))
})
afterAll(() => Promise.all(made.map((dir) => rm(dir, { recursive: true, force: true }))))

type Entry = {
  path: string
  type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO'
  linkpath?: string
  body?: string
}

function archive(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', linkpath, body = '' }) => {
    const header = Buffer.alloc(512)
    new Header({ path, type, linkpath, size: body.length, mode: 0o644, mtime: new Date(0) }).encode(header, 0)
    return [header, Buffer.from(body), Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

async function unpack(bytes: Buffer, bounds = { unpackedSize: 1000, files: 1 }): Promise<void> {
  await writeFile(join(root, 'blob'), bytes)
  await unpackFrom(root)('blob', join(root, 'slot'), bounds)
}

test('lays the files of a packed artifact', async () => {
  const { bytes, unpackedSize, files } = pack([
    { path: 'main.js', contents: Buffer.from('main') },
    { path: 'lib/deep/x.js', contents: Buffer.from('x') },
  ])
  await unpack(bytes, { unpackedSize, files })
  expect(await readFile(join(root, 'slot', 'lib/deep/x.js'), 'utf8')).toBe('x')
})

test.each<{ name: string; entries: Entry[] }>([
  { name: 'a path that climbs out', entries: [{ path: '../escaped', body: 'x' }] },
  { name: 'a path that climbs out later', entries: [{ path: 'a/../../escaped', body: 'x' }] },
  { name: 'an absolute path', entries: [{ path: '/tmp/escaped', body: 'x' }] },
  { name: 'a symbolic link', entries: [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc/passwd' }] },
  { name: 'a hard link', entries: [{ path: 'link', type: 'Link', linkpath: '/etc/passwd' }] },
  { name: 'a device', entries: [{ path: 'null', type: 'CharacterDevice' }] },
  { name: 'a pipe', entries: [{ path: 'pipe', type: 'FIFO' }] },
  {
    name: 'more files than promised',
    entries: [
      { path: 'a', body: 'x' },
      { path: 'b', body: 'x' },
    ],
  },
  { name: 'fewer files than promised', entries: [] },
  { name: 'more bytes than promised', entries: [{ path: 'a', body: 'x'.repeat(1001) }] },
])('[M6] refuses $name', async ({ entries }) => {
  await expect(unpack(archive(entries))).rejects.toThrow()
  expect((await readdir(root)).sort()).toEqual(['blob', 'slot'])
})

test('[M6] refuses what is no archive, and one that is cut', async () => {
  await expect(unpack(Buffer.from('not an archive'))).rejects.toThrow()
  const whole = archive([{ path: 'a', body: 'x'.repeat(900) }])
  await expect(unpack(whole.subarray(0, whole.length - 20))).rejects.toThrow()
})

test('[R-036] refuses what does not fit on the disk, and says so', async () => {
  const huge = { unpackedSize: 2 ** 50, files: 1 }
  await expect(unpack(archive([{ path: 'a', body: 'x' }]), huge)).rejects.toMatchObject({ full: true })
})
