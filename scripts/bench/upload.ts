import { parseArgs } from 'node:util'
import { cutUpload } from './upload/cut-upload.ts'

/** A 1 GiB artifact, the connection cut twice: where it went on, how fast it was, and how much memory the server took. */
const { values: options } = parseArgs({
  options: { mib: { type: 'string', default: '1024' }, json: { type: 'boolean', default: false } },
})
const figures = await cutUpload(Number(options.mib))
if (options.json) console.log(JSON.stringify(figures))
else console.table({ ...figures, resumedAt: figures.resumedAt.join(' '), flipped: figures.flipped.status })
