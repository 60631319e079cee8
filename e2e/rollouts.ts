import { expect } from '@playwright/test'
import { z } from 'zod'
import { sampleRelease, type VariantName } from '../scripts/artifact/sample-release.ts'
import type { ApiClient } from '../scripts/demo/api-client.ts'
import type { RolloutPolicy } from '../server/protocol/policy.ts'
import { ApprovalView } from '../server/protocol/views/approval-view.ts'
import { DevicesView } from '../server/protocol/views/devices-view.ts'
import { NewRolloutView, PlanPreview } from '../server/protocol/views/new-rollout-view.ts'
import { ReleasesView } from '../server/protocol/views/releases-view.ts'
import { RolloutDevicesView, RolloutView } from '../server/protocol/views/rollout-view.ts'

const Created = z.object({ id: z.string() })

export const read = async <V>(person: ApiClient, path: string, schema: z.ZodType<V>): Promise<V> =>
  schema.parse(await person.get(path))

export const rollout = (person: ApiClient, id: string) => read(person, `/rollouts/${id}`, RolloutView)
export const placesOf = async (person: ApiClient, id: string) =>
  (await read(person, `/rollouts/${id}/devices`, RolloutDevicesView)).devices

/** What each device says it runs. */
export async function running(person: ApiClient): Promise<Map<string, string | null>> {
  const { devices, total } = await read(person, '/devices', DevicesView)
  expect(devices, 'all devices are on one page').toHaveLength(total)
  return new Map(devices.map((device) => [device.id, device.running]))
}

/** The demo's policy with the fewest waves, the shortest soaks the server accepts, and devices that are believed soon. */
export async function briskPolicy(person: ApiClient): Promise<RolloutPolicy> {
  const { policies } = await read(person, '/rollouts/new', NewRolloutView)
  const demo = policies.find((policy) => policy.demo)
  if (!demo) throw new Error('the server was not started as a demo')
  const trial = { ...demo.trial, minReadySeconds: 2 }
  return { ...demo, wavePercents: [25], canarySoakSeconds: 5, waveSoakSeconds: 5, rollbackVerifySeconds: 2, trial }
}

/** Publishes the sample application under a version of its own, signed by the server, unless it is there. */
export async function published(operator: ApiClient, version: string, variant: VariantName = 'good'): Promise<string> {
  const { releases } = await read(operator, '/releases', ReleasesView)
  const known = releases.find((release) => release.version === version)
  if (known) return known.id
  const { packed, release } = sampleRelease(version, variant)
  await operator.upload(`/artifacts/${packed.sha256}`, packed.bytes)
  return Created.parse(await operator.post('/releases', { ...release, notes: `The sample application, ${variant}.` }))
    .id
}

/** Devices that an earlier rollout sent back are still on their way: wait until a plan comes out the same again and again. */
export async function settled(operator: ApiClient, releaseId: string): Promise<void> {
  const seen: string[] = []
  await expect
    .poll(
      async () => {
        seen.push(PlanPreview.parse(await operator.post('/rollouts/plan', { releaseId })).plan.hash)
        return new Set(seen.slice(-4)).size === 1 && seen.length >= 4
      },
      { message: 'the plan keeps changing', timeout: 60_000, intervals: [1_000] },
    )
    .toBe(true)
}

type Target = { releaseId: string } | { snapshotId: number }
type Asked = Target & { policy?: RolloutPolicy; regions?: readonly string[]; name?: string }

/** Starts it once its pre-flight is met: a fleet that has just been started has no baseline yet. */
export async function started(operator: ApiClient, { policy, regions = [], name, ...target }: Asked): Promise<string> {
  const selector = regions.length > 0 ? `region:${regions.join(',')}` : ''
  const rollbackTested = 'On the bench, by pulling the plug.'
  const body = { ...target, selector, rollbackTested, ...(policy ? { policy } : {}) }
  await expect
    .poll(async () => unmet(PlanPreview.parse(await operator.post('/rollouts/plan', body))), {
      message: 'what the pre-flight misses',
      timeout: 60_000,
    })
    .toEqual([])
  const communicationPlan = 'The site leads know; on-call watches.'
  const successCriteria = 'Every camera runs it; the error rate stays where it is.'
  const words = { communicationPlan, successCriteria, ...(name ? { name } : {}) }
  return Created.parse(await operator.post('/rollouts', { ...body, ...words })).id
}

const unmet = ({ preflight }: PlanPreview) =>
  preflight.filter((item) => !item.met).map((item) => `${item.rule}: ${item.because}`)

type Phase = RolloutView['state']['phase']

const DEAD_ENDS: readonly Phase[] = ['halted', 'completed', 'rolled-back', 'aborted']

/** Waits for the phase, and for the wave where one is named. Where it can no longer come, throws with the reason. */
export async function reached(person: ApiClient, id: string, phase: Phase, wave?: number): Promise<RolloutView> {
  const wanted = wave === undefined ? phase : `${phase} wave ${wave}`
  await expect
    .poll(
      async () => {
        const { state, because } = await rollout(person, id)
        if (DEAD_ENDS.includes(state.phase) && state.phase !== phase) throw new Error(`${state.phase}: ${because}`)
        return wave !== undefined && 'wave' in state ? `${state.phase} wave ${state.wave}` : state.phase
      },
      { message: `rollout ${id}`, timeout: 120_000, intervals: [200] },
    )
    .toBe(wanted)
  return rollout(person, id)
}

/** The request that the rollout waits on. */
export async function openApproval(person: ApiClient, id: string): Promise<ApprovalView> {
  const { approval } = await reached(person, id, 'awaiting-approval')
  if (!approval) throw new Error(`rollout ${id} waits for an approval and does not say for which`)
  return read(person, `/approvals/${approval.id}`, ApprovalView)
}

export async function approved(approver: ApiClient, id: string): Promise<void> {
  const { id: approval, evidenceHash } = await openApproval(approver, id)
  await approver.post(`/approvals/${approval}/approve`, { evidenceHash, comment: '' })
}

/** Ends it and waits until every exposed device is back. */
export async function aborted(operator: ApiClient, id: string): Promise<void> {
  await operator.post(`/rollouts/${id}/abort`, { reason: 'The test is over.' })
  await reached(operator, id, 'aborted')
}
