-- DropIndex
DROP INDEX "FleetRow_siteId_idx";

-- CreateIndex
CREATE INDEX "FleetRow_hardwareType_release_status_idx" ON "FleetRow"("hardwareType", "release", "status");

-- CreateIndex
CREATE INDEX "FleetRow_siteId_status_idx" ON "FleetRow"("siteId", "status");

-- CreateIndex
CREATE INDEX "Desired_snapshotId_idx" ON "Desired"("snapshotId");

-- From here on written by hand: prisma/schema.prisma cannot say this.
-- Sorted pages begin without reading the fleet; the expressions are those of server/queries/devices.ts.
CREATE INDEX "FleetRow_worst_first_idx" ON "FleetRow" (array_position('{unhealthy,degraded,unknown,offline,never,healthy}'::text[], "status"), "deviceId");
CREATE INDEX "FleetRow_by_release_idx" ON "FleetRow" (coalesce("release", ''), "deviceId");
CREATE INDEX "FleetRow_grouped_idx" ON "FleetRow" ("groups") WHERE "groups" <> '{}';
CREATE INDEX "FleetRow_drifted_idx" ON "FleetRow" ("drift") WHERE "drift" <> '{}';
-- Counts read indexes alone while most pages are known to be visible to all.
ALTER TABLE "FleetRow" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
