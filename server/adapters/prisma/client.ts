import type { PrismaClient } from './generated/client.ts'

/**
 * The one guard on `globalThis`: Next's bundle and the server that started it do not share module instances, but they do
 * share this object. Only types are imported here, so that a page does not bundle a second Prisma.
 */
const shared = globalThis as typeof globalThis & { __wavegateDatabase?: PrismaClient }

/** The database of this process. Throws before `provideDatabase`: a page cannot be asked for that early. */
export function database(): PrismaClient {
  if (!shared.__wavegateDatabase) throw new Error('the database is not open yet')
  return shared.__wavegateDatabase
}

export function provideDatabase(client: PrismaClient): void {
  shared.__wavegateDatabase = client
}
