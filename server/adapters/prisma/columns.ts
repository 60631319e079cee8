import { Prisma } from './generated/client.ts'

/**
 * Fleets are read as one JSON text with a list for each column, and for what few devices have an object by id: at a hundred
 * thousand devices a driver spends more on making row objects, and PostgreSQL on making a list of each row, than on finding
 * the rows.
 */
export const few = (id: Prisma.Sql, value: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`json_object_agg(${id}, ${value}) filter (where ${value} is not null)`

/** Null where no device has it. An id may be a name that every object answers to. */
export const byId = <T>(values: Readonly<Record<string, T>> | null): ReadonlyMap<string, T> =>
  new Map(Object.entries(values ?? {}))
