-- AlterTable
ALTER TABLE "FleetRow" ADD COLUMN     "statusSince" TIMESTAMPTZ(3);

-- From here on written by hand: prisma/schema.prisma cannot say this.
CREATE OR REPLACE FUNCTION fleet_row_follows_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "FleetRow" SET "status" = fleet_status(NEW."online", NEW."healthStatus"), "release" = NEW."runningVersion",
    "statusSince" = CASE WHEN "status" = fleet_status(NEW."online", NEW."healthStatus") THEN "statusSince" ELSE NEW."lastSeenAt" END
  WHERE "deviceId" = NEW."deviceId";
  RETURN NULL;
END
$$;
