import type { IncomingMessage } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { DOWNLOAD_PATH, downloads } from '../artifacts/download.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { AGENTS_PATH } from '../socket/agents-gateway.ts'
import { DASHBOARD_PATH } from '../socket/dashboard-gateway.ts'
import type { SocketServer } from '../socket/socket-server.ts'
import { openApi } from './api/api.ts'
import type { House } from './front-door.ts'
import type { Pages } from './pages.ts'
import type { Parts } from './parts.ts'

type Upgrade = SocketServer['upgrade']

/** Where each path leads: sockets, artifact downloads, API, and everything else to the pages. */
export function openHouse(
  parts: Parts,
  pages: Pages | null,
  metrics: Pick<Metrics, 'text'>,
  upgrades: { agents: Upgrade; dashboard: Upgrade },
): House {
  const api = getRequestListener(openApi(parts).fetch, { overrideGlobalObjects: false })
  const download = downloads(parts)
  return {
    async request(req, res, path) {
      if (path === '/metrics' && isLoopback(req))
        res.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics.text())
      else if (path.startsWith(DOWNLOAD_PATH)) await download(req, res)
      else if (path.startsWith('/api/') || path.startsWith('/agents/') || pages === null) await api(req, res)
      else await pages.handle(req, res)
    },
    upgrade(req, socket, head, path) {
      if (under(path, AGENTS_PATH)) upgrades.agents(req, socket, head)
      else if (under(path, DASHBOARD_PATH)) upgrades.dashboard(req, socket, head)
      else if (parts.development && pages && path.startsWith('/_next/')) pages.upgrade(req, socket, head)
      else socket.destroy()
    },
    async ready() {
      try {
        await parts.db.$queryRaw`select 1`
        return true
      } catch {
        return false
      }
    },
  }
}

const under = (path: string, root: string) => path === root || path === `${root}/`

/** Figures about the process are for whoever is on the machine: a collector that runs beside it. */
const isLoopback = (req: IncomingMessage) =>
  /^(::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '') && !req.headers['x-forwarded-for']
