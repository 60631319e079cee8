-- AlterTable
ALTER TABLE "Artifact" ADD COLUMN     "removingAt" TIMESTAMPTZ(3),
ADD COLUMN     "removingBecause" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "removingBy" JSONB,
ADD COLUMN     "unneededSince" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "RemovedArtifact" (
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "removedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedBy" TEXT NOT NULL,
    "because" TEXT NOT NULL,

    CONSTRAINT "RemovedArtifact_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "StoreState" (
    "id" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "quotaBytes" BIGINT NOT NULL,
    "graceMs" BIGINT NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,
    "trouble" TEXT,
    "troubleSince" TIMESTAMPTZ(3),

    CONSTRAINT "StoreState_pkey" PRIMARY KEY ("id")
);
