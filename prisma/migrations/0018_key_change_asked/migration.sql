-- AlterTable
ALTER TABLE "DeviceKey" ADD COLUMN     "askedAt" TIMESTAMPTZ(3),
ADD COLUMN     "askedBy" TEXT;

-- CreateIndex
CREATE INDEX "DeviceKey_askedAt_idx" ON "DeviceKey"("askedAt");
