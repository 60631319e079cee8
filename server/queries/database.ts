import { database as shared } from '../adapters/prisma/client.ts'

/** The database for pages, which only read. */
export const database = shared
