import { z } from 'zod'
import { createSite } from '../../../commands/create-site.ts'
import { deleteSite } from '../../../commands/delete-site.ts'
import { endFreeze } from '../../../commands/end-freeze.ts'
import { freezeSites } from '../../../commands/freeze-sites.ts'
import { updateSite } from '../../../commands/update-site.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateSite, SiteCreated, UpdateSite } from '../../../protocol/commands/create-site.ts'
import { FreezeCreated, FreezeSites } from '../../../protocol/commands/freeze-sites.ts'
import { SiteId } from '../../../protocol/registry.ts'
import { SitesView } from '../../../protocol/views/registry-view.ts'
import { sitesView } from '../../../queries/sites.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

const One = z.object({ id: SiteId })

export function siteRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/sites',
    summary: 'Where devices stand, and how they are',
    answers: SitesView,
    run: async ({ db, person, now }) => accept(await sitesView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/sites',
    summary: 'Create a site',
    body: CreateSite,
    answers: SiteCreated,
    run: (ctx, { body }) => createSite(ctx, body),
  })
  route(api, parts, {
    method: 'patch',
    path: '/sites/{id}',
    summary: 'Rename a site, or change its region, time zone or labels',
    params: One,
    body: UpdateSite,
    answers: z.null(),
    run: (ctx, { params, body }) => updateSite(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'delete',
    path: '/sites/{id}',
    summary: 'Delete a site where nothing stands',
    params: One,
    answers: z.null(),
    run: (ctx, { params }) => deleteSite(ctx, params.id),
  })
  route(api, parts, {
    method: 'post',
    path: '/freezes',
    summary: 'Deploy nothing new to some sites, or to all, for a while',
    body: FreezeSites,
    answers: FreezeCreated,
    run: (ctx, { body }) => freezeSites(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/freezes/{id}/end',
    summary: 'End a freeze before its time',
    params: z.object({ id: z.string().max(60) }),
    answers: z.null(),
    run: (ctx, { params }) => endFreeze(ctx, params.id),
  })
}
