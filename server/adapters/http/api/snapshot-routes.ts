import { z } from 'zod'
import { createSnapshot } from '../../../commands/create-snapshot.ts'
import { deleteSnapshot } from '../../../commands/delete-snapshot.ts'
import { setConfigLayer } from '../../../commands/set-config-layer.ts'
import { tagSnapshot } from '../../../commands/tag-snapshot.ts'
import { validateSnapshot } from '../../../commands/validate-snapshot.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateSnapshot, SnapshotCreated, SnapshotNumber, TagSnapshot } from '../../../protocol/commands/snapshots.ts'
import { LayerName, SetConfigLayer } from '../../../protocol/config-layer.ts'
import { ConfigHistoryView, ConfigView } from '../../../protocol/views/config-view.ts'
import {
  SnapshotDiffView,
  SnapshotsView,
  SnapshotValidation,
  SnapshotView,
} from '../../../protocol/views/snapshots-view.ts'
import { ConfigQuery, configView } from '../../../queries/config.ts'
import { configHistoryView } from '../../../queries/config-history.ts'
import { snapshotView } from '../../../queries/snapshot.ts'
import { snapshotDiffView } from '../../../queries/snapshot-diff.ts'
import { snapshotsView } from '../../../queries/snapshots.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const One = z.object({ number: SnapshotNumber })
const OfDevice = z.object({ device: z.string().max(100).optional() })
const Two = z.object({ a: SnapshotNumber, b: SnapshotNumber })

/** What may run with what it is told: layers as they are edited, and snapshots that froze them. */
export function snapshotRoutes(api: Api, parts: Parts): void {
  const { demo, releaseKey, artifacts } = parts
  route(api, parts, {
    method: 'get',
    path: '/snapshots',
    summary: 'Every snapshot, newest first, and how known-good is earned',
    answers: SnapshotsView,
    run: async ({ db, person, now }) => accept(await snapshotsView(db, person, now, demo)),
  })
  route(api, parts, {
    method: 'post',
    path: '/snapshots',
    summary: 'Freeze a release with the configuration as it is edited now',
    body: CreateSnapshot,
    answers: SnapshotCreated,
    run: (ctx, { body }) => createSnapshot(ctx, body),
  })
  route(api, parts, {
    method: 'get',
    path: '/snapshots/diff',
    summary: 'What moving from snapshot a to snapshot b changes',
    query: Two,
    answers: SnapshotDiffView,
    run: async ({ db, now }, { query }) => found(await snapshotDiffView(db, now, query.a, query.b), 'snapshot'),
  })
  route(api, parts, {
    method: 'get',
    path: '/snapshots/{number}',
    summary: 'One snapshot: content, layers, devices, rollouts, and what it tells one device',
    params: One,
    query: OfDevice,
    answers: SnapshotView,
    run: async ({ db, person, now }, { params, query }) =>
      found(await snapshotView(db, person, now, demo, params.number, query.device ?? null), 'snapshot'),
  })
  route(api, parts, {
    method: 'post',
    path: '/snapshots/{number}/tags',
    summary: 'Replace the tags of a snapshot',
    params: One,
    body: TagSnapshot,
    answers: z.null(),
    run: (ctx, { params, body }) => tagSnapshot(ctx, params.number, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/snapshots/{number}/validate',
    summary: 'Check signature, bytes and configuration now',
    params: One,
    answers: SnapshotValidation,
    run: (ctx, { params }) =>
      validateSnapshot(ctx, params.number, {
        verifyManifest: releaseKey.verifyManifest,
        artifactSize: (sha256) => artifacts.size(sha256),
      }),
  })
  route(api, parts, {
    method: 'post',
    path: '/snapshots/{number}/delete',
    summary: 'Delete a snapshot that nothing needs',
    params: One,
    answers: z.null(),
    run: (ctx, { params }) => deleteSnapshot(ctx, params.number),
  })
  route(api, parts, {
    method: 'get',
    path: '/config',
    summary: 'One layer of the desired configuration, and what all layers make of one device',
    query: ConfigQuery,
    answers: ConfigView,
    run: async ({ db, person, now }, { query }) => accept(await configView(db, person, now, query)),
  })
  route(api, parts, {
    method: 'get',
    path: '/config/history',
    summary: 'The versions of one layer: who changed which keys, when and why',
    query: LayerName,
    answers: ConfigHistoryView,
    run: async ({ db, now }, { query }) => accept(await configHistoryView(db, now, query)),
  })
  route(api, parts, {
    method: 'post',
    path: '/config/layers',
    summary: 'Write one layer; devices hear of it when a snapshot with it is rolled out',
    body: SetConfigLayer,
    answers: z.object({ version: z.int() }),
    run: (ctx, { body }) => setConfigLayer(ctx, body),
  })
}
