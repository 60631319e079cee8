-- CreateTable
CREATE TABLE "FleetRow" (
    "deviceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "siteName" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "hardwareType" TEXT NOT NULL,
    "groups" TEXT[],
    "status" TEXT NOT NULL,
    "release" TEXT,
    "drift" TEXT[],

    CONSTRAINT "FleetRow_pkey" PRIMARY KEY ("deviceId")
);

-- CreateIndex
CREATE INDEX "FleetRow_name_deviceId_idx" ON "FleetRow"("name", "deviceId");

-- CreateIndex
CREATE INDEX "FleetRow_siteName_deviceId_idx" ON "FleetRow"("siteName", "deviceId");

-- CreateIndex
CREATE INDEX "FleetRow_hardwareType_deviceId_idx" ON "FleetRow"("hardwareType", "deviceId");

-- CreateIndex
CREATE INDEX "FleetRow_siteId_idx" ON "FleetRow"("siteId");

-- CreateIndex
CREATE INDEX "FleetRow_status_idx" ON "FleetRow"("status");

-- AddForeignKey
ALTER TABLE "FleetRow" ADD CONSTRAINT "FleetRow_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on written by hand: prisma/schema.prisma cannot say this.
-- What changed lately and what people did, without walking over each device's step of a rollout.
CREATE INDEX "AuditEntry_not_of_a_device_idx" ON "AuditEntry" ("id") WHERE "deviceId" IS NULL;
CREATE INDEX "AuditEntry_set_aside_idx" ON "AuditEntry" ("id") WHERE "action" IN ('device.quarantined', 'device.dark', 'device.quarantine', 'device.release');

CREATE FUNCTION fleet_status(online boolean, health text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN online IS NULL THEN 'never' WHEN NOT online THEN 'offline' ELSE health END
$$;

CREATE FUNCTION drift_kinds(device text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT y."kind" ORDER BY y."kind"), '{}') FROM "DriftItem" y WHERE y."deviceId" = device
$$;

CREATE FUNCTION fleet_row_follows_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."revokedAt" IS NOT NULL THEN
    DELETE FROM "FleetRow" WHERE "deviceId" = NEW."id";
    RETURN NULL;
  END IF;
  INSERT INTO "FleetRow" ("deviceId", "name", "siteId", "siteName", "region", "hardwareType", "groups", "status", "release", "drift")
  SELECT NEW."id", NEW."name", t."id", t."name", t."region", NEW."hardwareType", NEW."groups",
    fleet_status(s."online", s."healthStatus"), s."runningVersion", drift_kinds(NEW."id")
  FROM "Site" t LEFT JOIN "DeviceStatus" s ON s."deviceId" = NEW."id" WHERE t."id" = NEW."siteId"
  ON CONFLICT ("deviceId") DO UPDATE SET "name" = excluded."name", "siteId" = excluded."siteId", "siteName" = excluded."siteName",
    "region" = excluded."region", "hardwareType" = excluded."hardwareType", "groups" = excluded."groups";
  RETURN NULL;
END
$$;
CREATE TRIGGER fleet_row_begins AFTER INSERT ON "Device"
  FOR EACH ROW EXECUTE FUNCTION fleet_row_follows_device();
CREATE TRIGGER fleet_row_follows_device AFTER UPDATE ON "Device" FOR EACH ROW
  WHEN ((OLD."name", OLD."siteId", OLD."hardwareType", OLD."groups", OLD."revokedAt")
    IS DISTINCT FROM (NEW."name", NEW."siteId", NEW."hardwareType", NEW."groups", NEW."revokedAt"))
  EXECUTE FUNCTION fleet_row_follows_device();

CREATE FUNCTION fleet_row_follows_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "FleetRow" SET "siteName" = NEW."name", "region" = NEW."region" WHERE "siteId" = NEW."id";
  RETURN NULL;
END
$$;
CREATE TRIGGER fleet_row_follows_site AFTER UPDATE ON "Site" FOR EACH ROW
  WHEN ((OLD."name", OLD."region") IS DISTINCT FROM (NEW."name", NEW."region"))
  EXECUTE FUNCTION fleet_row_follows_site();

-- Every report rewrites its device's status; only one that says something new here costs a second write.
CREATE FUNCTION fleet_row_follows_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "FleetRow" SET "status" = fleet_status(NEW."online", NEW."healthStatus"), "release" = NEW."runningVersion"
  WHERE "deviceId" = NEW."deviceId";
  RETURN NULL;
END
$$;
CREATE TRIGGER fleet_row_hears_first AFTER INSERT ON "DeviceStatus"
  FOR EACH ROW EXECUTE FUNCTION fleet_row_follows_status();
CREATE TRIGGER fleet_row_follows_status AFTER UPDATE ON "DeviceStatus" FOR EACH ROW
  WHEN (OLD."online" IS DISTINCT FROM NEW."online" OR OLD."healthStatus" IS DISTINCT FROM NEW."healthStatus"
    OR OLD."runningVersion" IS DISTINCT FROM NEW."runningVersion")
  EXECUTE FUNCTION fleet_row_follows_status();

-- The rows are locked in one order before the differences are read: two writers about one device must not each count
-- without the other's.
CREATE FUNCTION fleet_row_follows_drift() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  devices text[] := ARRAY(SELECT DISTINCT c."deviceId" FROM changed c);
BEGIN
  PERFORM 1 FROM "FleetRow" WHERE "deviceId" = ANY(devices) ORDER BY "deviceId" FOR UPDATE;
  UPDATE "FleetRow" f SET "drift" = drift_kinds(f."deviceId")
  WHERE f."deviceId" = ANY(devices) AND f."drift" IS DISTINCT FROM drift_kinds(f."deviceId");
  RETURN NULL;
END
$$;
CREATE TRIGGER fleet_row_gains_drift AFTER INSERT ON "DriftItem" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION fleet_row_follows_drift();
CREATE TRIGGER fleet_row_loses_drift AFTER DELETE ON "DriftItem" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION fleet_row_follows_drift();

-- Devices from before there were fleet rows.
INSERT INTO "FleetRow" ("deviceId", "name", "siteId", "siteName", "region", "hardwareType", "groups", "status", "release", "drift")
SELECT d."id", d."name", t."id", t."name", t."region", d."hardwareType", d."groups",
  fleet_status(s."online", s."healthStatus"), s."runningVersion", drift_kinds(d."id")
FROM "Device" d JOIN "Site" t ON t."id" = d."siteId" LEFT JOIN "DeviceStatus" s ON s."deviceId" = d."id" WHERE d."revokedAt" IS NULL;
