import { parseSync } from 'oxc-parser'

/** Any node of the syntax tree; what its other fields hold depends on `type`. */
export type SyntaxNode = { type: string; start: number; [field: string]: unknown }

/** Calls `visit` for every node of a TypeScript file, from the outside in. Throws on a file that cannot be parsed. */
export function walkSyntax(path: string, source: string, visit: (node: SyntaxNode) => void): void {
  const { program, errors } = parseSync(path, source)
  const [error] = errors
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`)
  walk(program, visit)
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function walk(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  if (!isNode(value)) return
  visit(value)
  for (const field of Object.values(value)) if (typeof field === 'object') walk(field, visit)
}

export const lineOf = (source: string, offset: number) => source.slice(0, offset).split('\n').length
