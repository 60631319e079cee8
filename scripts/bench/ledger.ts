import { parseArgs } from 'node:util'
import { measureCost } from './ledger/measure-cost.ts'
import { measureVerify } from './ledger/measure-verify.ts'

/**
 * What the ledger costs as a rollout grows: writing a decision whole, with a tenth of its devices changed since the one before, and
 * with a tenth merely heard again (milliseconds and bytes as stored), and deciding it again. And how fast an export is verified.
 */
const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000,10000,100000' },
    entries: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
})
const verify = await measureVerify(Number(options.entries))
const sizes = options.devices.split(',').map((devices) => measureCost(Number(devices)))
if (options.json) console.log(JSON.stringify({ sizes, verify }))
else {
  console.table(sizes)
  console.table([verify])
}
