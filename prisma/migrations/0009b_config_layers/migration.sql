-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "knownGoodBecause" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "knownGoodSince" TIMESTAMPTZ(3),
ADD COLUMN     "scope" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "validation" JSONB;

-- CreateTable
CREATE TABLE "ConfigLayer" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConfigLayer_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "ConfigSecret" (
    "path" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConfigSecret_pkey" PRIMARY KEY ("path")
);
