-- What stood in the column is an issue of nobody that ends in a month, unless somebody takes it.
INSERT INTO "KnownIssue" ("id", "deviceId", "title", "owner", "createdBy", "createdAt", "expiresAt")
SELECT gen_random_uuid()::text, "id", "knownIssue", 'nobody yet', 'Wavegate', now(), now() + interval '30 days'
FROM "Device" WHERE "knownIssue" IS NOT NULL;

-- AlterTable
ALTER TABLE "Device" DROP COLUMN "knownIssue";

-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "labels" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "Resource" (
    "deviceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "calibratedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Resource_pkey" PRIMARY KEY ("deviceId","id")
);

-- CreateTable
CREATE TABLE "ExpectedDevice" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "siteId" TEXT NOT NULL,
    "hardwareType" TEXT NOT NULL,
    "architecture" TEXT NOT NULL,
    "memoryMb" INTEGER NOT NULL,
    "diskMb" INTEGER NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "redundancyGroup" TEXT,
    "singlePointOfFailure" BOOLEAN NOT NULL DEFAULT false,
    "monitoringFidelity" INTEGER NOT NULL DEFAULT 3,
    "keyFingerprint" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ExpectedDevice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegistryImport" (
    "id" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "bad" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "appliedBy" TEXT,
    "appliedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RegistryImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegistryImportRow" (
    "importId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "deviceId" TEXT,
    "data" JSONB,
    "before" JSONB,
    "errors" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RegistryImportRow_pkey" PRIMARY KEY ("importId","number")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "ExpectedDevice_siteId_idx" ON "ExpectedDevice"("siteId");

-- CreateIndex
CREATE INDEX "RegistryImportRow_importId_outcome_number_idx" ON "RegistryImportRow"("importId", "outcome", "number");

-- AddForeignKey
ALTER TABLE "Resource" ADD CONSTRAINT "Resource_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExpectedDevice" ADD CONSTRAINT "ExpectedDevice_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegistryImportRow" ADD CONSTRAINT "RegistryImportRow_importId_fkey" FOREIGN KEY ("importId") REFERENCES "RegistryImport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One open disagreement a device and kind, whoever hears it first.
CREATE UNIQUE INDEX "Discrepancy_open_key" ON "Discrepancy"("deviceId", "kind") WHERE "resolvedAt" IS NULL;
