import { z } from 'zod'
import { createSite } from '../../../commands/create-site.ts'
import { deleteSite } from '../../../commands/delete-site.ts'
import { updateSite } from '../../../commands/update-site.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateSite, SiteCreated, UpdateSite } from '../../../protocol/commands/create-site.ts'
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
}
