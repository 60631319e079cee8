import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { matches } from '../../domain/selector/matches.ts'
import type { Instant } from '../../protocol/ids.ts'
import { KEYS, type SelectorKey } from '../../protocol/selector/keys.ts'
import { printSelector } from '../../protocol/selector/print.ts'
import type { Selector, Term } from '../../protocol/selector/term.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { selectorFacts } from './selector-facts.ts'
import { SELECTOR_FROM, selectorSql } from './selector-sql.ts'
import { WORDS, WrittenFleet } from './testing/written-fleet.ts'

const NOW = 1_800_000_000_000 as Instant

let db: PrismaClient
let fleet: WrittenFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new WrittenFleet(db, NOW)
  return () => db.$disconnect()
})

const value = fc.constantFrom(...WORDS, '*', 'a*', '*b', 'A_1', '%')
const values = fc.array(value, { minLength: 1, maxLength: 3 })
const is = fc.constantFrom('in', 'not-in')
const TEXT_KEYS = keysOf('text')

function keysOf(...kinds: string[]): SelectorKey[] {
  return (Object.keys(KEYS) as SelectorKey[]).filter((key) => kinds.includes(KEYS[key].kind))
}

const choice = fc.constantFrom(...keysOf('choice', 'flag')).chain((key) => {
  const known = KEYS[key]
  const choices = 'choices' in known ? known.choices : ['yes', 'no']
  return fc.record({
    on: fc.constant('key'),
    key: fc.constant(key),
    is,
    values: fc.array(fc.constantFrom<string>(...choices), { minLength: 1, maxLength: 3 }),
  })
})
const comparison = fc.constantFrom('<', '<=', '>', '>=', '=', '!=')
const term = fc.oneof(
  fc.record({ on: fc.constant('text'), value }),
  fc.record({ on: fc.constant('label'), label: fc.constantFrom('env', 'rack'), is, values }),
  fc.record({ on: fc.constant('key'), key: fc.constantFrom(...TEXT_KEYS), is, values }),
  choice,
  fc.record({
    on: fc.constant('number'),
    key: fc.constantFrom(...keysOf('number')),
    is: comparison,
    value: fc.constantFrom(1, 3, 50, 2048, 4096),
  }),
  fc.record({ on: fc.constant('number'), key: fc.constant('last_seen'), is: comparison, value: fc.nat(4) }),
) as fc.Arbitrary<Term>

test('a device that is at hand is judged as the database judges it, whatever the fleet and the selector', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.array(term, { maxLength: 3 }), { minLength: 12 }),
      async (seed, selectors) => {
        const ids = await fleet.write(seed, 16)
        const facts = await selectorFacts(db, ids, NOW)
        for (const selector of selectors) {
          const here = facts.filter((one) => matches(selector, one, NOW)).map(({ id }) => id)
          expect(here.toSorted(), printSelector(selector)).toEqual(await selected(selector))
        }
      },
    ),
    { numRuns: 30 },
  )
})

async function selected(selector: Selector): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select d."id" from ${SELECTOR_FROM} where ${selectorSql(selector, NOW)}`
  return rows.map(({ id }) => id).toSorted()
}
