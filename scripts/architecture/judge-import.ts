import { isBuiltin } from 'node:module'
import { AREAS, RESERVED } from './boundaries.ts'

/**
 * Why `from` may not import `to`, or null. Both are paths from the root with `/`; `to` may also be the name of a package or
 * a module of Node. A test may import anything but a main.ts: it looks at a part from the outside.
 */
export function judgeImport(from: string, to: string): string | null {
  const inside = to.includes('/') && areaOf(to) !== null
  if (inside && to.endsWith('/main.ts')) return 'nobody imports a main.ts'
  if (inside && isTest(to)) return isContract(to) && isTest(from) ? null : 'nobody imports a test'
  if (isTest(from)) return null
  const area = areaOf(from)
  const row = area && AREAS[area]
  if (!area || !row) return 'the file is in no area: give it one in scripts/architecture/boundaries.ts'
  if (isBuiltin(to)) return row.node ? null : `${area} may not import Node’s own modules`
  if (inside) return sameArea(area, from, to) || covers(row.imports, to) ? null : `${area} may not import ${areaOf(to)}`
  const name = packageOf(to)
  const reservedFor = RESERVED[name]
  if (reservedFor && area !== reservedFor) return `only ${reservedFor} may import ${name}`
  return row.imports.includes('npm') || row.imports.includes(name) ? null : `${area} may not import ${name}`
}

/** What every implementation of a port has to pass: run by the test of each. */
const isContract = (path: string) => /\.contract\.ts$/.test(path)

export const isTest = (path: string) => /\.(test|contract|e2e)\.tsx?$/.test(path)

/** The row of the table that holds for a file: the most specific one that matches. */
export function areaOf(path: string): string | null {
  const rows = Object.keys(AREAS).filter((area) => matches(area, path))
  return rows.sort((one, other) => rank(other) - rank(one))[0] ?? null
}

const rank = (area: string) => area.length - (area.includes('*') ? 100 : 0)

function matches(area: string, path: string): boolean {
  const pattern = area.replaceAll('.', '\\.').replaceAll('*', '[^/]+')
  return new RegExp(`^${pattern}(/|$)`).test(path)
}

/** `components/*` is as many areas as it has folders. */
function sameArea(area: string, from: string, to: string): boolean {
  if (areaOf(to) !== area) return false
  const depth = area.split('/').length
  return !area.includes('*') || from.split('/').slice(0, depth).join('/') === to.split('/').slice(0, depth).join('/')
}

const covers = (imports: readonly string[], to: string) =>
  imports.some((allowed) => to === allowed || to.startsWith(`${allowed}/`))

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
