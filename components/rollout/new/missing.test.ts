import { expect, it } from 'vitest'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { missing } from './missing.ts'

const SAID = {
  name: '',
  communicationPlan: 'On-call knows.',
  rollbackTested: '',
  successCriteria: 'Faster.',
  rollbackCriteria: '',
  startAt: '',
  behindPriority: '',
  behindReason: '',
}
const release = { id: 'r' } as NewRolloutView['releases'][number]
const item = (rule: string, met: boolean, href?: string) => ({ rule, name: rule, met, because: 'so', at: 0, href })
const preview = (...preflight: ReturnType<typeof item>[]) => ({ preflight }) as unknown as PlanPreview

const asked = {
  view: { create: { allowed: true } } as NewRolloutView,
  choice: {
    chosen: { where: '' },
    release,
    beyond: null,
    policy: { strategy: 'canary-rolling' },
  } as unknown as Parameters<typeof missing>[0]['choice'],
  preview: preview(item('R-025', true)),
  problem: null,
  catchingUp: false,
  words: SAID,
}
const places = (change: Partial<Parameters<typeof missing>[0]>) =>
  missing({ ...asked, ...change }).map(({ at, holds }) => `${at}${holds ? '' : ' for the start'}`)

it.each([
  { name: 'nothing', change: {}, at: [] },
  {
    name: 'nothing chosen and nothing said: in the order of the page',
    change: {
      choice: {
        chosen: { where: 'regio:' },
        release: null,
        beyond: { key: 'canaryPercent', says: 'R-038: 1–5 %' },
        policy: { strategy: 'a-b' },
        other: null,
      },
      preview: null,
      words: { ...SAID, communicationPlan: '', successCriteria: '' },
    },
    at: ['what', 'arm-b', 'where', 'how', 'success-criteria', 'communication-plan'],
  },
  {
    name: 'what the pre-flight misses: said here, or looked at in its row',
    change: {
      preview: preview(
        item('R-029', false, '/rollouts/new'),
        item('R-034', false),
        item('R-036', false, '/devices'),
        item('R-032', false, '/rollouts/new'),
      ),
    },
    at: ['rollback-tested for the start', 'communication-plan', 'item-R-036 for the start', 'how for the start'],
  },
  {
    name: 'why it waits, and not what is checked again at its turn',
    change: { preview: preview(item('R-036', false, '/devices')), words: { ...SAID, behindPriority: 'low' } },
    at: ['why-it-waits'],
  },
  { name: 'other devices', change: { preview: null, problem: 'No device is left to roll out to.' }, at: ['where'] },
  { name: 'the plan', change: { preview: null, catchingUp: true }, at: ['null'] },
  {
    name: 'the right to',
    change: { view: { create: { allowed: false, because: 'Needs the role operator.' } } },
    at: ['null'],
  },
])('names as missing $name', ({ change, at }) => {
  expect(places(change as Partial<Parameters<typeof missing>[0]>)).toEqual(at)
})
