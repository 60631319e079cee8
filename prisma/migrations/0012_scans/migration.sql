-- AlterTable
ALTER TABLE "DeviceStatus" ADD COLUMN     "answeredAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Scan" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "running" BOOLEAN,
    "selector" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "waitUntil" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "registered" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL,
    "counts" JSONB,
    "steps" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScanFinding" (
    "id" BIGSERIAL NOT NULL,
    "scanId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "deviceId" TEXT,
    "name" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3),

    CONSTRAINT "ScanFinding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScanSchedule" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "rhythm" JSONB NOT NULL,
    "selector" TEXT NOT NULL DEFAULT '',
    "nextAt" TIMESTAMPTZ(3),
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ScanSchedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Revalidation" (
    "id" BIGSERIAL NOT NULL,
    "scanId" TEXT NOT NULL,
    "rolloutId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "checked" INTEGER NOT NULL,
    "unfit" JSONB NOT NULL,

    CONSTRAINT "Revalidation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Scan_running_key" ON "Scan"("running");

-- CreateIndex
CREATE INDEX "Scan_startedAt_idx" ON "Scan"("startedAt");

-- CreateIndex
CREATE INDEX "ScanFinding_scanId_kind_id_idx" ON "ScanFinding"("scanId", "kind", "id");

-- CreateIndex
CREATE INDEX "Revalidation_rolloutId_id_idx" ON "Revalidation"("rolloutId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Revalidation_scanId_rolloutId_key" ON "Revalidation"("scanId", "rolloutId");

-- AddForeignKey
ALTER TABLE "ScanFinding" ADD CONSTRAINT "ScanFinding_scanId_fkey" FOREIGN KEY ("scanId") REFERENCES "Scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revalidation" ADD CONSTRAINT "Revalidation_scanId_fkey" FOREIGN KEY ("scanId") REFERENCES "Scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revalidation" ADD CONSTRAINT "Revalidation_rolloutId_fkey" FOREIGN KEY ("rolloutId") REFERENCES "Rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;
