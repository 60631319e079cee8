import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { acceptWaiting } from '../../../commands/accept-waiting.ts'
import { askKeyChange } from '../../../commands/ask-key-change.ts'
import { createEnrolmentToken, type Secret } from '../../../commands/create-enrolment-token.ts'
import { openReplacement } from '../../../commands/open-replacement.ts'
import { readmitDevice } from '../../../commands/readmit-device.ts'
import { rejectWaiting } from '../../../commands/reject-waiting.ts'
import { revokeDevice } from '../../../commands/revoke-device.ts'
import { revokeEnrolmentToken } from '../../../commands/revoke-enrolment-token.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateEnrolmentToken, EnrolmentTokenCreated } from '../../../protocol/commands/create-enrolment-token.ts'
import { OpenReplacement, ReadmitDevice, RevokeDevice } from '../../../protocol/commands/identity-acts.ts'
import {
  AcceptWaiting,
  RejectWaiting,
  WaitingAccepted,
  WaitingRejected,
} from '../../../protocol/commands/lobby-acts.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { EnrolmentTokensView } from '../../../protocol/views/enrolment-tokens-view.ts'
import { IdentityView } from '../../../protocol/views/identity-view.ts'
import { LobbyView } from '../../../protocol/views/lobby-view.ts'
import { LobbyCountView } from '../../../protocol/views/waiting-view.ts'
import { enrolmentTokensView } from '../../../queries/enrolment-tokens.ts'
import { identityView } from '../../../queries/identity.ts'
import { lobbyView } from '../../../queries/lobby.ts'
import { lobbyCountView } from '../../../queries/waiting-counts.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const OneDevice = z.object({ id: DeviceId })

/** How a device comes in, and how it is sent away. */
export function enrolmentRoutes(api: Api, parts: Parts): void {
  tokenRoutes(api, parts)
  lobbyRoutes(api, parts)
  identityRoutes(api, parts)
}

function tokenRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/enrolment-tokens',
    summary: 'Every enrolment token: what it is good for and who enrolled with it',
    answers: EnrolmentTokensView,
    run: async ({ db, person, now }) => accept(await enrolmentTokensView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/enrolment-tokens',
    summary: 'Create a token that devices enrol with; it is shown once',
    body: CreateEnrolmentToken,
    answers: EnrolmentTokenCreated,
    run: (ctx, { body }) => createEnrolmentToken(ctx, body, freshSecret()),
  })
  route(api, parts, {
    method: 'post',
    path: '/enrolment-tokens/{id}/revoke',
    summary: 'Revoke a token: nobody enrols with it any more',
    params: z.object({ id: z.string().max(100) }),
    answers: z.null(),
    run: (ctx, { params }) => revokeEnrolmentToken(ctx, params.id),
  })
}

function lobbyRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/lobby',
    summary: 'Devices that wait to be taken in, and those that were rejected',
    answers: LobbyView,
    run: async ({ db, person, now }) => accept(await lobbyView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/lobby/count',
    summary: 'How many devices wait to be taken in',
    answers: LobbyCountView,
    run: async ({ db, now }) => accept(await lobbyCountView(db, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/lobby/accept',
    summary: 'Take devices out of the lobby into the registry, each by the fingerprint that was compared',
    body: AcceptWaiting,
    answers: WaitingAccepted,
    run: (ctx, { body }) => acceptWaiting(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/lobby/reject',
    summary: 'Send devices away; their keys are refused with this reason from now on',
    body: RejectWaiting,
    answers: WaitingRejected,
    run: (ctx, { body }) => rejectWaiting(ctx, body),
  })
}

function identityRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/devices/{id}/identity',
    summary: 'Which key a device proves itself with, and which it did before',
    params: OneDevice,
    answers: IdentityView,
    run: async ({ db, person, now }, { params }) => found(await identityView(db, person, now, params.id), 'device'),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/revoke',
    summary: 'Cut a device off at once',
    params: OneDevice,
    body: RevokeDevice,
    answers: z.null(),
    run: (ctx, { params, body }) => revokeDevice(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/readmit',
    summary: 'Take the revocation of a device back; for the owner',
    params: OneDevice,
    body: ReadmitDevice,
    answers: z.null(),
    run: (ctx, { params, body }) => readmitDevice(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/change-key',
    summary: 'Ask a device to change its key; it does when it is connected',
    params: OneDevice,
    answers: z.null(),
    run: (ctx, { params }) => askKeyChange(ctx, params.id),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/replacement',
    summary: 'Create the token that new hardware shows to become this device; it is shown once',
    params: OneDevice,
    body: OpenReplacement,
    answers: EnrolmentTokenCreated,
    run: (ctx, { params, body }) => openReplacement(ctx, params.id, body, freshSecret()),
  })
}

function freshSecret(): Secret {
  const token = `wge_${randomBytes(24).toString('base64url')}`
  return { token, sha256: createHash('sha256').update(token).digest('hex') }
}
