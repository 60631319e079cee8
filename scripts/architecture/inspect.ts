import { posix } from 'node:path'
import { findCircles } from './find-circles.ts'
import { findImpurities } from './find-impurities.ts'
import { judgeImport } from './judge-import.ts'
import { readImports } from './read-imports.ts'

/** Everything that breaks the architecture, one line each; `sources` are the texts by path from the root. */
export function inspect(sources: ReadonlyMap<string, string>): readonly string[] {
  const complaints: string[] = []
  const graph = new Map<string, string[]>()
  for (const [path, source] of sources) {
    const inside: string[] = []
    for (const { specifier, line } of readImports(path, source)) {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
      if (specifier.startsWith('.')) inside.push(target)
      const because = judgeImport(path, target)
      if (because) complaints.push(`${path}:${line} imports ${specifier}: ${because}`)
    }
    graph.set(path, inside)
    for (const { line, because } of findImpurities(path, source)) complaints.push(`${path}:${line} ${because}`)
  }
  for (const circle of findCircles(graph)) complaints.push(`a circle of imports: ${[...circle, circle[0]].join(' → ')}`)
  return complaints
}
