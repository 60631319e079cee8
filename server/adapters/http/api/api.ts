import { OpenAPIHono } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { StoreTrouble } from '../../artifacts/store-trouble.ts'
import { sessionPerson } from '../../auth/session-person.ts'
import { agentsRoutes } from '../agents-routes.ts'
import { authRoutes } from '../auth-routes.ts'
import type { Parts } from '../parts.ts'
import { foreignOrigin } from '../same-origin.ts'
import { refused } from './answer.ts'
import { approvalRoutes } from './approval-routes.ts'
import { artifactRoute } from './artifact-route.ts'
import { deviceActRoutes } from './device-act-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { discrepancyRoutes } from './discrepancy-routes.ts'
import { draftRoutes } from './draft-routes.ts'
import { driftRoutes } from './drift-routes.ts'
import { enrolmentRoutes } from './enrolment-routes.ts'
import { fleetRoutes } from './fleet-routes.ts'
import { importRoutes } from './import-routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { planRoutes } from './plan-routes.ts'
import { registryRoutes } from './registry-routes.ts'
import { releaseRoutes } from './release-routes.ts'
import { rolloutActRoutes } from './rollout-act-routes.ts'
import { rolloutRoutes } from './rollout-routes.ts'
import type { Api, Env } from './route.ts'
import { scanRoutes } from './scan-routes.ts'
import { setupRoute } from './setup-route.ts'
import { siteRoutes } from './site-routes.ts'
import { smallBodies } from './small-bodies.ts'
import { snapshotRoutes } from './snapshot-routes.ts'
import { UPLOADS_PATH, uploadRoutes } from './upload-routes.ts'

/** Everything the server answers over HTTP but pages and artifact downloads. */
export function openApi(parts: Parts): Hono<Env> {
  const { auth, origins, log } = parts
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    c.header('cache-control', 'no-store')
    const foreign = c.req.path.startsWith('/agents/') ? null : foreignOrigin(c.req.method, c.req.raw.headers, origins)
    if (foreign) return refused(c, { code: 'forbidden', message: foreign })
    return next()
  })
  app.use(smallBodies(isStreamed))

  authRoutes(app, parts)
  agentsRoutes(app, parts)

  const api: Api = new OpenAPIHono<Env>()
  api.get('/openapi.json', (c) => c.json(describe(api, parts.version)))
  setupRoute(api, parts)
  api.use(async (c, next) => {
    const seated = await sessionPerson(auth, c.req.raw.headers)
    if (!seated) return refused(c, { code: 'forbidden', message: 'Sign in first.' }, 401)
    c.set('person', seated.person)
    return next()
  })
  fleetRoutes(api, parts)
  driftRoutes(api, parts)
  deviceActRoutes(api, parts)
  rolloutRoutes(api, parts)
  planRoutes(api, parts)
  draftRoutes(api, parts)
  snapshotRoutes(api, parts)
  rolloutActRoutes(api, parts)
  approvalRoutes(api, parts)
  ledgerRoutes(api, parts)
  registryRoutes(api, parts)
  releaseRoutes(api, parts)
  siteRoutes(api, parts)
  deviceRoutes(api, parts)
  discrepancyRoutes(api, parts)
  enrolmentRoutes(api, parts)
  importRoutes(api, parts)
  artifactRoute(api, parts)
  uploadRoutes(api, parts)
  scanRoutes(api, parts)
  app.route('/api/v1', api)

  app.notFound((c) => refused(c, { code: 'not-found', message: `There is nothing at ${c.req.path}.` }))
  app.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, 'a request failed')
    if (error instanceof StoreTrouble) return refused(c, { code: 'unavailable', message: error.message })
    return refused(c, { code: 'unavailable', message: 'The server could not do this now: try again in a moment.' })
  })
  return app
}

function describe(api: Api, version: string) {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Wavegate', version, description: 'Every read and write the dashboard uses.' },
  })
}

/** Files are read as they come, each route with its own limit. */
const isStreamed = ({ req }: Context) =>
  (req.method === 'PUT' && req.path.startsWith('/api/v1/artifacts/')) ||
  (req.method === 'PATCH' && req.path.startsWith(`${UPLOADS_PATH}/`)) ||
  (req.method === 'POST' && req.path === '/api/v1/registry/imports')
