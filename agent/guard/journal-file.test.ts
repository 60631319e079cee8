import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Generation } from '../../server/protocol/ids.ts'
import type { JournalRecord } from '../engine/journal-record.ts'
import { moment } from '../testing/values.ts'
import { journalFile, wholeRecords } from './journal-file.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wavegate-journal-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const record = (number: number): JournalRecord => ({
  number,
  at: moment(number).at,
  generation: Generation.parse(number),
  step: 'confirmed',
  outcome: 'done',
  detail: `entry ${number}, with "quotes" and ü`,
})

test('what was appended is read again, also by another life', async () => {
  const path = join(dir, 'again.wal')
  const journal = journalFile(path)
  expect(await journal.read()).toEqual([])
  await journal.append(record(1))
  await journal.append(record(2))
  expect(await journalFile(path).read()).toEqual([record(1), record(2)])
})

test('a torn tail never happened, and the next record follows the last whole one', async () => {
  const path = join(dir, 'torn.wal')
  const journal = journalFile(path)
  await journal.append(record(1))
  await appendFile(path, (await readFile(path)).subarray(0, 30))
  const later = journalFile(path)
  expect(await later.read()).toEqual([record(1)])
  await later.append(record(2))
  expect(await journalFile(path).read()).toEqual([record(1), record(2)])
})

test('cut or flipped anywhere, a journal is a whole prefix of itself', async () => {
  const path = join(dir, 'prefix.wal')
  await journalFile(path).replace([1, 2, 3, 4].map(record))
  const bytes = await readFile(path)
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.nat(bytes.length - 1), fc.boolean(), (cut, flipped, flip) => {
      const damaged = Buffer.from(bytes.subarray(0, cut))
      if (flip && flipped < damaged.length) damaged[flipped] = (damaged[flipped] ?? 0) ^ 0x41
      const { records } = wholeRecords(damaged)
      expect(records).toEqual([1, 2, 3, 4].map(record).slice(0, records.length))
    }),
  )
})

test('shortening is all or nothing', async () => {
  const path = join(dir, 'short.wal')
  const journal = journalFile(path)
  for (const number of [1, 2, 3]) await journal.append(record(number))
  await journal.replace([record(3)])
  await journal.append(record(4))
  await writeFile(`${path}.next`, 'left by a power cut')
  expect(await journalFile(path).read()).toEqual([record(3), record(4)])
})
