import { isTest } from './judge-import.ts'
import { isNode, lineOf, type SyntaxNode, walkSyntax } from './walk-syntax.ts'

export type Impurity = { line: number; because: string }

/** Here the machine may be asked for the time, a random number or its environment. */
const TOUCHES_THE_WORLD =
  /^(server\/adapters|server\/config\.ts|agent\/adapters|agent\/config\.ts|agent\/sample|components\/live|scripts|e2e)(\/|$)|^[^/]+\.config\.ts$/
/** Here nothing may wait, and nothing may be heard from outside. */
const DECIDES = /^(server\/protocol|server\/domain|agent\/engine)\//

const UNASKED = new Set(['Date.now', 'Math.random', 'process.env'])
const OUTSIDE = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'console', 'crypto'])

/** What a file does that its place forbids. Time and randomness come in as values; only adapters ask for them. */
export function findImpurities(path: string, source: string): readonly Impurity[] {
  if (isTest(path)) return []
  const asks = !TOUCHES_THE_WORLD.test(path)
  const decides = DECIDES.test(path)
  if (!asks && !decides) return []
  const found: Impurity[] = []
  walkSyntax(path, source, (node) => {
    const forbidden = (asks && unasked(node)) || (decides && outside(node))
    if (forbidden) found.push({ line: lineOf(source, node.start), because: `${forbidden} is not for this place` })
  })
  return found
}

function unasked(node: SyntaxNode): string | null {
  if (node.type === 'MemberExpression') {
    const name = `${nameOf(node.object)}.${nameOf(node.property)}`
    return UNASKED.has(name) ? name : null
  }
  const bare = Array.isArray(node.arguments) && node.arguments.length === 0 && nameOf(node.callee) === 'Date'
  return bare ? 'the current Date' : null
}

function outside(node: SyntaxNode): string | null {
  if (node.async === true || node.type === 'AwaitExpression') return 'async'
  const called = node.type === 'CallExpression' ? nameOf(node.callee) : null
  const reached = node.type === 'MemberExpression' ? nameOf(node.object) : null
  return [called, reached].find((name) => name !== null && OUTSIDE.has(name)) ?? null
}

function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier' && typeof node.name === 'string') return node.name
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  // globalThis.fetch is fetch
  return node.type === 'MemberExpression' && nameOf(node.object) === 'globalThis' ? nameOf(node.property) : null
}
