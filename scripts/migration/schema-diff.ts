import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { introspectionAdapter } from './introspection-adapter.ts'

/**
 * The SQL that leads from the database at `url` to `schema` (the text of a Prisma schema); empty when they agree.
 * Prisma's own engine computes it, as `prisma migrate diff` does, but compiled to WebAssembly: its native one has to be
 * downloaded, which cannot be done everywhere.
 */
export async function schemaDiff(url: string, schema: string): Promise<string> {
  const adapter = bindMigrationAwareSqlAdapterFactory(introspectionAdapter(url))
  instantiated ??= instantiate()
  await instantiated
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: [{ path: 'schema.prisma', content: schema }], configDir: '.' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout === null || stdout.includes('This is an empty migration') ? '' : stdout
  } finally {
    engine.free()
  }
}

// A second instance would corrupt the first one's memory.
let instantiated: Promise<void> | null = null

/** The package's own entry point imports a .wasm file, which Node does not do by itself. */
async function instantiate(): Promise<void> {
  const file = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')).replace(
    /\.js$/,
    '.wasm',
  )
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': { ...bindings } })
  // Generated glue: not in the package's types.
  const glue = bindings as typeof bindings & { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}
