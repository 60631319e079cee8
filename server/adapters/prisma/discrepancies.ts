import { audit } from '../../commands/audit.ts'
import {
  type Disagreement,
  disagreementSentence,
  sameClaim,
  toleratedBecause,
} from '../../domain/device/disagreement.ts'
import { Claim, DiscrepancyKind, DiscrepancyPolicy, STANDARD_DISCREPANCY_POLICY } from '../../protocol/discrepancy.ts'
import type { Instant } from '../../protocol/ids.ts'
import { Prisma } from './generated/client.ts'
import { storableJson } from './storable.ts'

export const DISCREPANCY_POLICY = 'discrepancy-policy'

export async function discrepancyPolicy(tx: Prisma.TransactionClient): Promise<DiscrepancyPolicy> {
  const row = await tx.setting.findUnique({ where: { key: DISCREPANCY_POLICY } })
  return row ? DiscrepancyPolicy.parse(row.value) : STANDARD_DISCREPANCY_POLICY
}

type Row = { readonly kind: string; readonly expected: Prisma.JsonValue; readonly reported: Prisma.JsonValue }

/** A stored discrepancy as the domain speaks of it. */
export const disagreementOf = ({ kind, expected, reported }: Row): Disagreement => ({
  kind: DiscrepancyKind.parse(kind),
  expected: Claim.parse(expected),
  reported: Claim.parse(reported),
})

type Who = { readonly id: string; readonly name: string }

/**
 * writes what a device contradicts. One is open a kind: said again it is kept up to date, unsaid (the device is back
 * at what the registry said first) it is closed, and what the policy tolerates is closed at once and only noted.
 */
export async function recordDisagreements(
  tx: Prisma.TransactionClient,
  device: Who,
  found: readonly Disagreement[],
  at: Instant,
): Promise<void> {
  if (found.length === 0) return
  const open = await tx.discrepancy.findMany({ where: { deviceId: device.id, resolvedAt: null } })
  const policy = await discrepancyPolicy(tx)
  for (const one of found) {
    const earlier = open.find(({ kind }) => kind === one.kind)
    if (!earlier) await openDiscrepancy(tx, device, one, policy, at)
    else if (sameClaim(disagreementOf(earlier).expected, one.reported)) await closeAsAgreed(tx, device, one.kind, at)
    else await tx.discrepancy.update({ where: { id: earlier.id }, data: { reported: json(one.reported) } })
  }
}

/** The device is back at what the registry, or the desired state, said. */
export async function closeAsAgreed(
  tx: Prisma.TransactionClient,
  device: Who,
  kind: DiscrepancyKind,
  at: Instant,
): Promise<void> {
  const { count } = await tx.discrepancy.updateMany({
    where: { deviceId: device.id, kind, resolvedAt: null },
    data: { resolvedAt: new Date(at), resolvedBy: device.name, resolution: 'agrees-again' },
  })
  if (count > 0) await note(tx, device, 'device.agree', `The device agrees again: ${kind}.`, at)
}

async function openDiscrepancy(
  tx: Prisma.TransactionClient,
  device: Who,
  one: Disagreement,
  policy: DiscrepancyPolicy,
  at: Instant,
): Promise<void> {
  const tolerated = toleratedBecause(one, policy)
  await tx.discrepancy.create({
    data: {
      deviceId: device.id,
      kind: one.kind,
      expected: json(one.expected),
      reported: json(one.reported),
      seenAt: new Date(at),
      ...(tolerated ? { resolvedAt: new Date(at), resolvedBy: 'the policy', resolution: `policy: ${tolerated}` } : {}),
    },
  })
  const consequence = tolerated ? `Accepted: ${tolerated}.` : 'Nothing is deployed to it until this is resolved.'
  await note(tx, device, 'device.disagree', `${disagreementSentence(one)} ${consequence}`, at)
}

function note(tx: Prisma.TransactionClient, device: Who, action: string, reason: string, at: Instant): Promise<void> {
  return audit(tx, {
    at,
    actor: { kind: 'device', id: device.id, name: device.name },
    action,
    object: { kind: 'device', id: device.id },
    deviceId: device.id,
    outcome: 'done',
    reason,
  })
}

/** JSON null is a claim, too: nobody asked for anything. */
const json = (claim: Claim): Prisma.InputJsonValue | typeof Prisma.JsonNull =>
  claim === null ? Prisma.JsonNull : (JSON.parse(storableJson(claim)) as Prisma.InputJsonValue)
