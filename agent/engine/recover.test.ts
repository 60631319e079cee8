import { expect, test } from 'vitest'
import { desiredOf, installed } from '../testing/values.ts'
import type { Disk } from './installed.ts'
import type { Plan } from './journal-record.ts'
import type { Ledger } from './ledger.ts'
import { recover } from './recover.ts'

const old = installed('1.0.0', 'a')
const next = installed('2.0.0', 'b')
const { generation, trial, path, size } = desiredOf(1, '2.0.0', 'b')
const plan: Plan = {
  generation,
  from: old,
  fromSlot: 'a',
  to: next,
  toSlot: 'b',
  size,
  path,
  unpackedSize: 1,
  files: 1,
  trial,
}
const closed: Ledger = { lastNumber: 9, generation, ended: { state: 'confirmed' }, open: null }
const both: Disk = { active: 'b', a: old, b: next }
const half: Disk = { active: 'b', a: old, b: null }

test.each([
  { name: 'nothing open: run what is active', ledger: closed, disk: both, does: { do: 'run', slot: 'b' } },
  { name: 'active slot half written: run the whole one', ledger: closed, disk: half, does: { do: 'run', slot: 'a' } },
  {
    name: 'no release at all: run nothing',
    ledger: closed,
    disk: { active: null, a: null, b: null },
    does: { do: 'run', slot: null },
  },
  {
    name: 'before the switch: abandon',
    ledger: { ...closed, open: { stage: 'preparing', plan } },
    disk: half,
    does: { do: 'abandon', slot: 'a' },
  },
  {
    name: 'armed: prove, one start fewer',
    ledger: { ...closed, open: { stage: 'armed', plan, left: 3 } },
    disk: both,
    does: { do: 'prove', left: 2 },
  },
  {
    name: 'armed before the symlink moved: the same',
    ledger: { ...closed, open: { stage: 'armed', plan, left: 1 } },
    disk: { ...both, active: 'a' },
    does: { do: 'prove', left: 0 },
  },
  {
    name: 'armed without starts left: roll back',
    ledger: { ...closed, open: { stage: 'armed', plan, left: 0 } },
    disk: both,
    does: { do: 'roll-back' },
  },
  {
    name: 'armed for a slot that is not whole: roll back',
    ledger: { ...closed, open: { stage: 'armed', plan, left: 3 } },
    disk: half,
    does: { do: 'roll-back' },
  },
  {
    name: 'going back: go on going back',
    ledger: { ...closed, open: { stage: 'rolling-back', plan, reason: 'crash-loop', detail: '' } },
    disk: both,
    does: { do: 'finish-rolling-back' },
  },
] as const)('[D8] $name', ({ ledger, disk, does }) => {
  expect(recover(ledger, disk)).toMatchObject(does)
})
