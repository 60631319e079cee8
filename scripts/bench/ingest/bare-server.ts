import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { Server } from 'socket.io'

/**
 * What Socket.IO and PostgreSQL can do with nothing of ours in between: `echo` acknowledges at once; `batched` keeps each
 * device's newest report in one row, a batch in a single `unnest` upsert, and acknowledges what is durable. No schema, no
 * identity, no history.
 */
const [mode, databaseUrl] = process.argv.slice(2)

type Waiting = { report: Report; acks: ((answer: object) => void)[] }
type Report = {
  reported: { generation: number }
  system: { cpuPercent: number; memoryPercent: number }
  restarts: number
}

const OK = { ok: true, value: null }
const http = createServer()
const io = new Server(http, {
  path: '/bare',
  transports: ['websocket'],
  perMessageDeflate: false,
  serveClient: false,
  maxHttpBufferSize: 64 * 1024,
})
const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
let pending = new Map<string, Waiting>()
let flushing = false

io.on('connection', (socket) => {
  const { id } = socket
  socket.on('up', (report: Report, ack: (answer: object) => void) => {
    if (mode === 'echo') return ack(OK)
    const known = pending.get(id)
    if (known) {
      known.report = report
      known.acks.push(ack)
    } else pending.set(id, { report, acks: [ack] })
    if (!flushing) {
      flushing = true
      setTimeout(() => void flush(), 1)
    }
  })
})

const SQL = `
insert into bare_status (id, at, generation, cpu, memory, restarts, report)
select * from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::float8[], $5::float8[], $6::int[], $7::jsonb[])
on conflict (id) do update set at = excluded.at, generation = excluded.generation, cpu = excluded.cpu, memory = excluded.memory,
  restarts = excluded.restarts, report = excluded.report`

async function flush(): Promise<void> {
  while (pending.size > 0) {
    const batch = [...pending]
    pending = new Map()
    const at = new Date().toISOString()
    const reports = batch.map(([, { report }]) => report)
    await pool.query({
      name: 'bare',
      text: SQL,
      values: [
        batch.map(([id]) => id),
        batch.map(() => at),
        reports.map((report) => report.reported.generation),
        reports.map((report) => report.system.cpuPercent),
        reports.map((report) => report.system.memoryPercent),
        reports.map((report) => report.restarts),
        reports.map((report) => JSON.stringify(report)),
      ],
    })
    for (const [, { acks }] of batch) for (const ack of acks) ack(OK)
  }
  flushing = false
}

if (mode === 'batched') {
  await pool.query('drop table if exists bare_status')
  await pool.query(
    'create table bare_status (id text primary key, at timestamptz, generation bigint, cpu float8, memory float8, restarts int, report jsonb) with (fillfactor = 70)',
  )
}
http.listen(0, '127.0.0.1', () => process.send?.({ ready: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }))
process.on('SIGTERM', () => process.exit(0))
