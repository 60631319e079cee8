-- AlterTable
ALTER TABLE "Artifact" ADD COLUMN     "verifiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "verifiedSha256" TEXT;

-- AlterTable
ALTER TABLE "Release" ADD COLUMN     "blockedBy" TEXT,
ADD COLUMN     "blockedReason" TEXT,
ADD COLUMN     "deprecatedAt" TIMESTAMPTZ(3),
ADD COLUMN     "deprecatedBy" TEXT,
ADD COLUMN     "deprecatedReason" TEXT;

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Upload_expiresAt_idx" ON "Upload"("expiresAt");
