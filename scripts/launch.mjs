// `npm run X` is `node scripts/launch.mjs X …`. This file holds nothing an old Node could not read.
const major = Number(process.versions.node.split('.')[0])
if (major < 18) {
  console.error(`Wavegate needs Node 18 or newer to start from and this is ${process.version}: install Node 24.`)
  process.exit(1)
}
import('./launch/launch.mjs').then(({ launch }) => launch(process.argv.slice(2)))
