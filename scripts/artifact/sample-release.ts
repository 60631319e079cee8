import { readdirSync, readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { classify, INPUTS, WEIGHTS } from '../../agent/sample/app/model.ts'
import type { PublishRelease } from '../../server/protocol/commands/publish-release.ts'
import type { Platform } from '../../server/protocol/manifest.ts'
import { type Packed, type PackFile, pack } from './pack.ts'

export const VARIANTS = ['good', 'errors', 'slow', 'leak', 'crash', 'wrong'] as const
export type VariantName = (typeof VARIANTS)[number]

export const SAMPLE_NAME = 'edge-vision'
export const SAMPLE_MEMORY_MB = 160

export const SAMPLE_PLATFORMS: readonly Platform[] = [
  { hardwareType: 'jetson-orin', architecture: 'arm64' },
  { hardwareType: 'jetson-nano', architecture: 'arm64' },
  { hardwareType: 'rpi5', architecture: 'arm64' },
  { hardwareType: 'gateway', architecture: 'x64' },
]

/** What the sample application reads of its configuration. */
const SAMPLE_CONFIG: PublishRelease['configSchema'] = {
  type: 'object',
  properties: {
    camera: {
      type: 'object',
      properties: { exposure: { type: 'number', minimum: 1, maximum: 100 } },
    },
    inference: {
      type: 'object',
      properties: { threshold: { type: 'number', minimum: 0, maximum: 1 } },
    },
  },
}

const SAMPLE = new URL('../../agent/sample/', import.meta.url)
const KNOWN_FRAME = Array.from({ length: INPUTS }, (_, at) => Math.round(((at * 7 + 3) % 16) * 40) / 1000)

/** One version of the sample application: its bytes, and what to publish about them. One artifact serves all platforms. */
export function sampleRelease(
  version: string,
  variant: VariantName,
  platforms: readonly Platform[] = SAMPLE_PLATFORMS,
): { packed: Packed; release: PublishRelease } {
  const weights = sampleWeights()
  const packed = pack([...sources(variant), modelFile(weights), packageFile(version)])
  const { sha256, size, unpackedSize, files } = packed
  return {
    packed,
    release: {
      name: SAMPLE_NAME,
      version,
      mechanism: 'dual-slot',
      artifacts: platforms.map((platform) => ({ ...platform, sha256, size, unpackedSize, files })),
      resources: { memoryMb: SAMPLE_MEMORY_MB, diskMb: 64 },
      application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
      smokeTests: [
        {
          name: 'known frame',
          method: 'POST',
          path: '/infer',
          body: { features: KNOWN_FRAME },
          expect: classify(weights, KNOWN_FRAME),
          tolerance: 0.001,
          timeoutMs: 5_000,
        },
      ],
      configSchema: SAMPLE_CONFIG,
      notes: '',
    },
  }
}

function sources(variant: VariantName): PackFile[] {
  const app = new URL('app/', SAMPLE)
  const shared = readdirSync(app)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'variant.ts')
    .map((name) => script(name, readFileSync(new URL(name, app), 'utf8')))
  const own = readFileSync(new URL(`variants/${variant}.ts`, SAMPLE), 'utf8')
  return [...shared, script('variant.ts', own)]
}

/** Plain JavaScript for the device, all in one folder: reading types there would cost it memory. */
function script(name: string, source: string): PackFile {
  const { code } = transformSync(source, { loader: 'ts', target: 'node22' })
  const plain = code.replaceAll(/ from "\.\.?\/(?:app\/)?([a-z-]+)\.ts"/g, ' from "./$1.js"')
  return { path: name.replace(/\.ts$/, '.js'), contents: Buffer.from(plain) }
}

const packageFile = (version: string): PackFile => ({
  path: 'package.json',
  contents: Buffer.from(`${JSON.stringify({ name: SAMPLE_NAME, version, private: true, type: 'module' })}\n`),
})

function modelFile(weights: Float32Array): PackFile {
  const contents = Buffer.alloc(weights.length * 4)
  for (const [at, weight] of weights.entries()) contents.writeFloatLE(weight, at * 4)
  return { path: 'model.bin', contents }
}

/** Trained by a linear congruential generator: any fixed numbers do. */
function sampleWeights(): Float32Array {
  let state = 20_261_121
  return Float32Array.from({ length: WEIGHTS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 32 - 0.5) * 0.6
  })
}
