import { z } from 'zod'
import { blockRelease } from '../../../commands/block-release.ts'
import type { CommandContext } from '../../../commands/command-context.ts'
import { deprecateRelease, reinstateRelease, unblockRelease } from '../../../commands/mark-release.ts'
import { publishRelease } from '../../../commands/publish-release.ts'
import { publishSignedRelease } from '../../../commands/publish-signed-release.ts'
import { verifyRelease } from '../../../commands/verify-release.ts'
import { type Ack, accept } from '../../../protocol/ack.ts'
import { MarkRelease, ReleaseBlocked } from '../../../protocol/commands/mark-release.ts'
import { PublishRelease } from '../../../protocol/commands/publish-release.ts'
import { PublishSignedRelease } from '../../../protocol/commands/publish-signed-release.ts'
import { ReleaseId, type Sha256 } from '../../../protocol/ids.ts'
import { ReleaseVerified, ReleaseView } from '../../../protocol/views/release-view.ts'
import { ReleasesView } from '../../../protocol/views/releases-view.ts'
import { releaseView } from '../../../queries/release.ts'
import { releasesView } from '../../../queries/releases.ts'
import { digestOf } from '../../artifacts/digest.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const byId = z.object({ id: ReleaseId })

type Mark = (ctx: CommandContext, id: ReleaseId, body: MarkRelease) => Promise<Ack<null>>

const MARKS: readonly { path: string; summary: string; mark: Mark }[] = [
  { path: 'deprecate', summary: 'Warn whoever chooses it, with a reason', mark: deprecateRelease },
  { path: 'reinstate', summary: 'Take the warning back', mark: reinstateRelease },
  { path: 'unblock', summary: 'Let it be chosen again; what the block paused stays paused', mark: unblockRelease },
]

/** What may run: published, looked at, verified, warned of, blocked. */
export function releaseRoutes(api: Api, parts: Parts): void {
  const { artifacts, releaseKey } = parts
  const { verifyManifest } = releaseKey
  const proof = { verifyManifest, artifactSize: (sha256: Sha256) => artifacts.size(sha256) }
  route(api, parts, {
    method: 'get',
    path: '/releases',
    summary: 'Everything that was published',
    answers: ReleasesView,
    run: async ({ db, person, now }) => accept(await releasesView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/releases',
    summary: 'Publish a release: the server counts, dates and signs it',
    body: PublishRelease,
    answers: byId,
    run: (ctx, { body }) => publishRelease(ctx, body, { ...proof, sign: releaseKey.signManifest }),
  })
  route(api, parts, {
    method: 'post',
    path: '/releases/signed',
    summary: 'Publish a release that was signed where the private key is',
    body: PublishSignedRelease,
    answers: byId,
    run: (ctx, { body }) => publishSignedRelease(ctx, body, proof),
  })
  route(api, parts, {
    method: 'get',
    path: '/releases/{id}',
    summary: 'One release: its manifest, whom it fits, where it has been; `against` compares it with another',
    params: byId,
    query: z.object({ against: ReleaseId.optional() }),
    answers: ReleaseView,
    run: async ({ db, person, now }, { params, query }) =>
      found(await releaseView(db, person, now, { id: params.id, against: query.against ?? null }), 'release'),
  })
  route(api, parts, {
    method: 'post',
    path: '/releases/{id}/verify',
    summary: 'Hash what the store holds of it again, and check the signature',
    params: byId,
    answers: ReleaseVerified,
    run: (ctx, { params }) =>
      verifyRelease(ctx, params.id, { verifyManifest, digest: (sha256) => digestOf(artifacts, sha256) }),
  })
  route(api, parts, {
    method: 'post',
    path: '/releases/{id}/block',
    summary: 'Nobody chooses it any more, and rollouts to it stand still',
    params: byId,
    body: MarkRelease,
    answers: ReleaseBlocked,
    run: (ctx, { params, body }) => blockRelease(ctx, params.id, body),
  })
  for (const { path, summary, mark } of MARKS)
    route(api, parts, {
      method: 'post',
      path: `/releases/{id}/${path}`,
      summary,
      params: byId,
      body: MarkRelease,
      answers: z.null(),
      run: (ctx, { params, body }) => mark(ctx, params.id, body),
    })
}
