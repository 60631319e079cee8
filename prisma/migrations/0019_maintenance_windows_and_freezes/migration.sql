-- AlterTable
ALTER TABLE "Site" ADD COLUMN     "windows" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "Freeze" (
    "id" TEXT NOT NULL,
    "siteIds" TEXT[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedByName" TEXT,

    CONSTRAINT "Freeze_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Freeze_until_idx" ON "Freeze"("until");
