import { defineConfig } from 'prisma/config'

// `prisma generate` asks for an engine binary it does not use; any existing file will do where it cannot be downloaded.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:5432/wavegate' },
})
