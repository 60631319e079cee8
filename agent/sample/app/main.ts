import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { camera } from './camera.ts'
import { inferenceEngine } from './engine.ts'
import { freeDisk, health } from './health.ts'
import { settingsOf } from './settings.ts'
import { variant } from './variant.ts'

const FRAME_EVERY_MS = 65
const MOST_BODY_BYTES = 16 << 10

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const limitMb = Number(process.env.WAVEGATE_MEMORY_MB ?? 160)
const settings = settingsOf(process.env.WAVEGATE_CONFIG)
const bytes = readFileSync('model.bin')
const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))

variant.begin()
const engine = inferenceEngine(variant, weights)
const nextFrame = camera()
let lastError = ''

const server = createServer((request, response) => {
  answer(request, response).catch((error) => reply(response, 500, { error: said(error) }))
})
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => {
  console.log(
    `edge vision ${version} listens on ${process.env.PORT}, exposure ${settings.exposure} ms, threshold ${settings.threshold}`,
  )
})

const frames = setInterval(() => {
  engine.infer(nextFrame()).catch((error) => {
    if (said(error) === lastError) return
    lastError = said(error)
    console.error(`inference failed: ${lastError}`)
  })
}, FRAME_EVERY_MS)

process.once('SIGTERM', () => {
  clearInterval(frames)
  server.close(() => process.exit(0))
  server.closeAllConnections()
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/health') {
    const memoryMb = process.memoryUsage.rss() / (1 << 20)
    const condition = { version, failing: engine.failing(), memoryMb, limitMb, freeDisk: freeDisk() }
    return reply(response, 200, { ...health(condition), config: settings, metrics: engine.metrics() })
  }
  if (request.method === 'POST' && request.url === '/infer') {
    const { features } = JSON.parse(await body(request)) as { features: number[] }
    return reply(response, 200, await engine.infer(features))
  }
  reply(response, 404, { error: 'GET /health or POST /infer' })
}

async function body(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > MOST_BODY_BYTES) throw new Error('the body is too large')
  }
  return text
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
