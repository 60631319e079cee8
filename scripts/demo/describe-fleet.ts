import { z } from 'zod'
import type { DevicePlan } from '../../agent/fleet/demo-fleet.ts'
import { ImportsView } from '../../server/protocol/views/import-view.ts'
import type { ApiClient } from './api-client.ts'

const Drafted = z.object({ id: z.string() })
const DAY_MS = 86_400_000

/**
 * Announces the fleet by an import, as a new customer would: groups, and who stands in for whom. Two more are expected and
 * never come. A server that has imported something is left alone.
 */
export async function announceFleet(operator: ApiClient, plans: readonly DevicePlan[]): Promise<void> {
  if (ImportsView.parse(await operator.get('/registry/imports')).imports.length > 0) return
  const pairs = standIns(plans)
  const rows = plans.map((plan, at) => ({
    ...describedAs(plan),
    groups: at % 5 === 0 ? ['pilot'] : [],
    redundancy_group: pairs.get(plan.id) ?? null,
    // Firmware kept a little of this one's memory for itself: near enough for the policy, and noted.
    memory_mb: plan.hardware.memoryMb + (plan.id === 'rpi5-0002' ? 160 : 0),
  }))
  const pattern = plans.find(({ hardware }) => hardware.hardwareType === 'rpi5')
  const late = pattern
    ? ['rpi5-0901', 'rpi5-0902'].map((id) => ({ ...describedAs(pattern), id, name: `Spare ${id}` }))
    : []
  const { id } = Drafted.parse(await operator.post('/registry/imports?name=first-fleet.json', [...rows, ...late]))
  await operator.post(`/registry/imports/${id}/apply`, {})
}

const describedAs = ({ id, name, siteId, hardware, labels, singlePointOfFailure, fidelity }: DevicePlan) => ({
  id,
  name,
  site: siteId,
  hardware_type: hardware.hardwareType,
  architecture: hardware.architecture,
  memory_mb: hardware.memoryMb,
  disk_mb: hardware.diskMb,
  labels,
  single_point_of_failure: singlePointOfFailure,
  monitoring_fidelity: fidelity,
})

/** Steady devices of one type at one site stand in for each other, where there are at least two. */
function standIns(plans: readonly DevicePlan[]): ReadonlyMap<string, string> {
  const steady = plans.filter((plan) => plan.habit === 'steady' && plan.hardware.hardwareType === 'rpi5')
  const groups = [...Map.groupBy(steady, (plan) => `${plan.siteId}-cameras`)].filter(([, some]) => some.length > 1)
  return new Map(groups.flatMap(([group, some]) => some.map((plan): [string, string] => [plan.id, group])))
}

/** What only a device that is there can have: a known issue, and things that hang on it. What is there is left alone. */
export async function describeFleet(operator: ApiClient, plans: readonly DevicePlan[], now: number): Promise<void> {
  const ill = plans.findLast((plan) => plan.hardware.hardwareType === 'jetson-nano' && plan.habit === 'steady')
  const lidar = { id: 'lidar-1', kind: 'sensor', name: 'Lidar', metadata: { bus: 'can0' } }
  const things = [
    { on: 'jetson-orin-0001', thing: { ...lidar, calibratedUntil: now + 90 * DAY_MS } },
    { on: 'jetson-orin-0001', thing: { id: 'cam-front', kind: 'camera', name: 'Front camera' } },
    { on: 'jetson-orin-0002', thing: { ...lidar, calibratedUntil: now - 3 * DAY_MS } },
    { on: 'gateway-0001', thing: { id: 'plc-1', kind: 'controller', name: 'Line controller' } },
  ]
  let fresh = false
  for (const { on, thing } of things) {
    const { status } = await operator.raw('POST', `/devices/${on}/resources`, thing)
    fresh ||= status < 300
  }
  const issue = { title: 'Loses power when the press starts', owner: 'Site team', days: 30 }
  if (fresh && ill) await operator.raw('POST', `/devices/${ill.id}/issues`, issue)
}
