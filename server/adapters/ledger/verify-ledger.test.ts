import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { LedgerEntry, LedgerLine } from '../../protocol/ledger.ts'
import { digestOf, NO_SEAL, sealed, sealHash } from './chain.ts'
import { verifyLedger } from './verify-ledger.ts'

const lineOf = (line: LedgerLine) => canonicalJson(line)

const ALL = exported(null)
const OF_ONE = exported('r-1')
const NEWEST = lastHash(ALL)

test('[B-10] an export that nobody touched fits, of everything and of one rollout, also against a seal written down', async () => {
  expect(await verify(ALL)).toMatchObject({ misfit: null, seals: 5, entries: 20 })
  expect(await verify(OF_ONE)).toMatchObject({ misfit: null, seals: 5, entries: 8 })
  expect(await verify(ALL, NEWEST)).toMatchObject({ misfit: null })
})

test.each([
  ['everything', ALL],
  ['one rollout', OF_ONE],
])('[B-10] of an export of %s, one flipped byte is found wherever it is', async (_, lines) => {
  const text = lines.join('\n')
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
      const other = String.fromCharCode(text.charCodeAt(at) ^ flip)
      const { misfit } = await verify(`${text.slice(0, at)}${other}${text.slice(at + 1)}`.split('\n'))
      expect(misfit).not.toBeNull()
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['everything', ALL],
  ['one rollout', OF_ONE],
])('[B-10] of an export of %s, the line that was dropped, swapped, doubled or put in is named', async (_, lines) => {
  const line = fc.nat(lines.length - 1)
  const tampers = fc.oneof(
    line.map((at) => ({ what: 'dropped', lines: lines.toSpliced(at, 1) })),
    line.map((at) => ({ what: 'doubled', lines: lines.toSpliced(at, 0, lines[at] ?? '') })),
    fc
      .tuple(line, line)
      .filter(([one, other]) => lines[one] !== lines[other])
      .map(([one, other]) => ({
        what: 'swapped',
        lines: lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''),
      })),
    line.map((at) => ({ what: 'put in', lines: lines.toSpliced(at, 0, lineOf({ entry: entryOf(999, 'r-1') })) })),
    line.map((at) => ({ what: 'cut off', lines: lines.slice(0, at) })),
  )
  await fc.assert(
    fc.asyncProperty(tampers, async ({ lines: tampered }) => {
      const { misfit } = await verify(tampered)
      expect(misfit?.where).toMatch(/^(audit:\d+|decision:\d+|seal \d+|line \d+)$/)
    }),
    { numRuns: 300 },
  )
})

test.each([
  { tamper: 'an entry is edited', what: 'changed', where: 'audit:5', do: edited },
  {
    tamper: 'an entry is missing',
    what: 'missing',
    where: 'audit:5',
    do: (lines: string[]) => lines.filter((one) => !isEntry(one, 5)),
  },
  { tamper: 'two entries change places', what: 'reordered', where: 'audit:6', do: swapped },
  {
    tamper: 'an entry is put in',
    what: 'inserted',
    where: 'audit:77',
    do: (lines: string[]) => lines.toSpliced(4, 0, lineOf({ entry: entryOf(77, '') })),
  },
  { tamper: 'the tail is missing', what: 'truncated', where: 'audit:9', do: (lines: string[]) => lines.slice(0, 12) },
  {
    tamper: 'a whole seal is missing',
    what: 'missing',
    where: 'seal 2',
    do: (lines: string[]) => lines.toSpliced(6, 5),
  },
])('[B-10] when $tamper, it says $what and $where', async ({ what, where, do: tamper }) => {
  expect((await verify(tamper([...ALL]))).misfit).toMatchObject({ what, where })
})

test('[B-10] a ledger whose tail was cut off and whose end was made to fit does not hold the seal written down', async () => {
  const cut = [...ALL.slice(0, 21), lineOf({ end: { seals: 4, newest: lastHash(ALL.slice(0, 21)) } })]
  expect(await verify(cut)).toMatchObject({ misfit: null })
  expect(await verify(cut, NEWEST)).toMatchObject({ misfit: { what: 'missing' } })
})

test('[B-10] an entry changed together with its seal does not fit the seal after it', async () => {
  const forged = ALL.map((text) => JSON.parse(text) as LedgerLine)
  const entry = entryOf(5, '', 'nobody')
  const lines = forged.map((line) => {
    if ('entry' in line && line.entry.id === '5') return lineOf({ entry })
    if (!('seal' in line) || line.seal.number !== 2 || !line.entries) return lineOf(line)
    const entries = line.entries.map((one) => (one[0] === 'audit:5' ? sealed(entry) : one))
    const seal = { ...line.seal, digest: digestOf(entries) }
    return lineOf({ seal, entries, hash: sealHash(seal) })
  })
  expect((await verify(lines)).misfit).toMatchObject({ what: 'changed', where: 'seal 3' })
})

/** 20 entries in five seals, two of five of one rollout. */
function exported(rollout: string | null): string[] {
  const lines: LedgerLine[] = [{ ledger: 1, rollout }]
  let newest = NO_SEAL
  for (let number = 1; number <= 5; number++) {
    const entries = [0, 1, 2, 3].map((n) => entryOf(4 * number - 3 + n, n < 2 && number < 5 ? 'r-1' : ''))
    const listed = entries.map((entry) => sealed(entry))
    const rollouts = number < 5 ? ['r-1'] : []
    const digest = digestOf(listed)
    const seal = { number, at: (1000 * number) as Instant, previous: newest, count: 4, rollouts, digest }
    newest = sealHash(seal)
    const concerned = rollout === null || rollouts.includes(rollout)
    lines.push({ seal, hash: newest, entries: concerned ? listed : null })
    lines.push(...entries.filter((entry) => rollout === null || entry.rollout === rollout).map((entry) => ({ entry })))
  }
  lines.push({ end: { seals: 5, newest } })
  return lines.map(lineOf)
}

function entryOf(id: number, rollout: string, name = 'Olive'): LedgerEntry {
  return {
    kind: 'audit',
    id: String(id),
    at: id as Instant,
    actor: { kind: 'person', id: 'olive', name },
    action: 'rollout.pause',
    object: { kind: 'rollout', id: rollout },
    rollout: rollout || null,
    device: null,
    outcome: 'done',
    reason: `because of ${id}`,
    before: null,
    after: { paused: true },
  }
}

function edited(lines: string[]): string[] {
  return lines.map((line) => (isEntry(line, 5) ? line.replace('Olive', 'Ada') : line))
}

function swapped(lines: string[]): string[] {
  const [one, other] = [5, 6].map((id) => lines.findIndex((line) => isEntry(line, id))) as [number, number]
  return lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '')
}

const isEntry = (line: string, id: number) => line.startsWith('{"entry"') && line.includes(`"id":"${id}"`)

function lastHash(lines: readonly string[]): string {
  return (
    lines
      .map((text) => JSON.parse(text) as LedgerLine)
      .flatMap((line) => ('hash' in line ? line.hash : []))
      .at(-1) ?? ''
  )
}

const verify = (lines: readonly string[], witnessed: string | null = null) =>
  verifyLedger(
    (async function* () {
      yield* lines
    })(),
    witnessed,
  )
