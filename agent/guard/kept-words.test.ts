import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Generation } from '../../server/protocol/ids.ts'
import { keptWords } from './kept-words.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wavegate-words-'))
})
afterEach(() => rm(dir, { recursive: true }))

test('[R-128] what a failed attempt said last outlives the agent until the server has it', async () => {
  const words = { generation: Generation.parse(7), lines: ['agent: rolled back', 'no model file'] }
  await keptWords(join(dir, 'words')).write(words)
  expect(await keptWords(join(dir, 'words')).read()).toEqual(words)
  await keptWords(join(dir, 'words')).write(null)
  expect([await keptWords(join(dir, 'words')).read(), await readdir(dir)]).toEqual([null, []])
})

test('a file that is cut, or a disk that will not keep it, loses the words and nothing else', async () => {
  await writeFile(join(dir, 'words'), '{"generation":7,"lin')
  expect(await keptWords(join(dir, 'words')).read()).toBeNull()
  await expect(keptWords(join(dir, 'nowhere', 'words')).write(null)).resolves.toBeUndefined()
})
