-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "planId" TEXT,
ADD COLUMN     "rollbackTested" JSONB;

-- CreateTable
CREATE TABLE "RolloutPlan" (
    "id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "seriesId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "document" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RolloutPlan_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RolloutPlan_createdAt_idx" ON "RolloutPlan"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "RolloutPlan_seriesId_revision_key" ON "RolloutPlan"("seriesId", "revision");
