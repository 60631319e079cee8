import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from './architecture/inspect.ts'

/** Prints every import and every impurity that the architecture does not allow; part of `npm run check`. */
const root = join(import.meta.dirname, '..')
const paths = globSync(['{app,agent,components,e2e,scripts,server}/**/*.{ts,tsx}', '*.ts'], {
  cwd: root,
  exclude: ['**/generated/**', 'next-env.d.ts'],
})
const sources = new Map(
  paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]),
)
const complaints = inspect(sources)
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1
else console.log(`Boundaries and purity hold in ${sources.size} files.`)
