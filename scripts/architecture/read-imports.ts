import { isNode, lineOf, type SyntaxNode, walkSyntax } from './walk-syntax.ts'

export type Import = { specifier: string; line: number }

/** Everything a file imports, of values and of types, in every form TypeScript has for it. */
export function readImports(path: string, source: string): readonly Import[] {
  const found: Import[] = []
  walkSyntax(path, source, (node) => {
    const specifier = specifierOf(node)
    if (specifier !== null) found.push({ specifier, line: lineOf(source, node.start) })
  })
  return found
}

function specifierOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return text(node.source)
    case 'TSExternalModuleReference':
      return text(node.expression)
    case 'CallExpression':
      return isNode(node.callee) && node.callee.name === 'require' && Array.isArray(node.arguments)
        ? text(node.arguments[0])
        : null
    default:
      return null
  }
}

const text = (node: unknown) => (isNode(node) && typeof node.value === 'string' ? node.value : null)
