import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SAMPLE_NAME, sampleRelease, VARIANTS } from './sample-release.ts'

const { values } = parseArgs({
  options: { version: { type: 'string' }, variant: { type: 'string', default: 'good' }, out: { type: 'string' } },
})
const variant = VARIANTS.find((name) => name === values.variant)
if (!values.version || !values.out || !variant) {
  process.stderr.write(`node scripts/artifact/main.ts --version 1.0.0 --variant ${VARIANTS.join('|')} --out DIR\n`)
  process.exit(2)
}
const { packed, release } = sampleRelease(values.version, variant)
const path = join(values.out, `${SAMPLE_NAME}-${values.version}.tar.gz`)
mkdirSync(values.out, { recursive: true })
writeFileSync(path, packed.bytes)
writeFileSync(`${path}.release.json`, `${JSON.stringify(release, null, 2)}\n`)
process.stdout.write(`${path} ${packed.sha256} ${packed.size} bytes\n`)
