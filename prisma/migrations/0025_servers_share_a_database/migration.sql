-- AlterTable
ALTER TABLE "DeviceStatus" ADD COLUMN     "sessionServer" TEXT;

-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "leaseFence" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leaseHolder" TEXT,
ADD COLUMN     "leaseUntil" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ServerProcess" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "goneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ServerProcess_pkey" PRIMARY KEY ("id")
);
